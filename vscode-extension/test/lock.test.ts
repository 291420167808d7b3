import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { withLock } from '../src/environment/lock';
import { sandbox } from './sandbox';

const TIMES = { beat: 10, stale: 60_000, poll: 5, patience: 5_000 };
const NO_SUCH_PROCESS = 2 ** 22 + 1;

function lockOf(owner: object): string {
  const file = path.join(sandbox(), 'lock');
  writeFileSync(file, JSON.stringify(owner));
  return file;
}

it('lets one work at a time, and goes when the work is done', async () => {
  const file = path.join(sandbox(), 'lock');
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all([1, 2, 3, 4].map(() => withLock(file, work, undefined, TIMES)));
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

it('goes when the work fails', async () => {
  const file = path.join(sandbox(), 'lock');
  const failing = withLock(file, () => Promise.reject(new Error('no space')), undefined, TIMES);
  await expect(failing).rejects.toThrow('no space');
  expect(existsSync(file)).toBe(false);
});

it('is taken over from a process that has died', async () => {
  const file = lockOf({ pid: NO_SUCH_PROCESS, host: hostname() });
  expect(await withLock(file, () => Promise.resolve('done'), undefined, TIMES)).toBe('done');
});

it('is taken over from another machine that has not been heard of for long', async () => {
  const file = lockOf({ pid: 1, host: 'elsewhere' });
  utimesSync(file, 0, 0);
  expect(await withLock(file, () => Promise.resolve('done'), undefined, TIMES)).toBe('done');
});

it('is not removed at the end where another has taken it over meanwhile', async () => {
  const file = path.join(sandbox(), 'lock');
  const takeOver = (): Promise<void> => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }));
    return Promise.resolve();
  };
  await withLock(file, takeOver, undefined, TIMES);
  expect(existsSync(file)).toBe(true);
});

it('is left to a process that lives, and patience has an end', async () => {
  const file = lockOf({ pid: process.pid, host: hostname() });
  const times = { ...TIMES, patience: 20 };
  const waiting = withLock(file, () => Promise.resolve(), undefined, times);
  await expect(waiting).rejects.toMatchObject({ kind: 'locked', detail: file });
  expect(existsSync(file)).toBe(true);
});

it('is not waited for any longer after an abort', async () => {
  const file = lockOf({ pid: process.pid, host: hostname() });
  const abort = new AbortController();
  const waiting = withLock(file, () => Promise.resolve(), abort.signal, TIMES);
  abort.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
});
