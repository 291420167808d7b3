import { describe, expect, it } from 'vitest';
import { isNewMismatch, type Memory } from '../src/client/version_mismatch';

function memory(): Memory {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string, otherwise: T) => (kept.get(key) as T | undefined) ?? otherwise,
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

async function said(pairs: readonly [string, string | null][]): Promise<boolean[]> {
  const kept = memory();
  const found: boolean[] = [];
  for (const [extension, server] of pairs) {
    found.push(await isNewMismatch(extension, server, kept));
  }
  return found;
}

describe('a mismatch of versions', () => {
  it('is none where both have the same version, or that of the server is not known', async () => {
    const pairs: [string, string | null][] = [
      ['0.2.0', '0.2.0'],
      ['0.2.0', null],
    ];
    expect(await said(pairs)).toEqual([false, false]);
  });

  it('is new once, though workspaces with different servers take turns', async () => {
    const pairs: [string, string][] = [
      ['0.2.0', '0.1.0'],
      ['0.2.0', '0.1.5'],
      ['0.2.0', '0.1.0'],
      ['0.2.0', '0.1.5'],
    ];
    expect(await said(pairs)).toEqual([true, true, false, false]);
  });

  it('is new after an upgrade', async () => {
    const pairs: [string, string][] = [
      ['0.2.0', '0.1.0'],
      ['0.3.0', '0.1.0'],
    ];
    expect(await said(pairs)).toEqual([true, true]);
  });
});
