import { statSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../src/environment/bundle';
import { sandbox } from '../sandbox';
import { packages, unpacked, zipEntries, zipText } from './built';

const EXPECTED = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/NOTICE',
  'extension/changelog.md',
  'extension/dist/extension.js',
  'extension/dist/third-party-licences.txt',
  'extension/l10n/bundle.l10n.zh-cn.json',
  'extension/media/codes.svg',
  'extension/media/icon.png',
  'extension/media/walkthrough/answer.md',
  'extension/media/walkthrough/codes.md',
  'extension/media/walkthrough/fix.md',
  'extension/media/walkthrough/hover.md',
  'extension/media/walkthrough/server.md',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/package.nls.zh-cn.json',
  'extension/python/fetch_pip.py',
  'extension/python/pip_settings.py',
  'extension/python/probe.py',
  'extension/python/unpack.py',
  'extension/python/verify.py',
  'extension/python/web.py',
  'extension/readme.md',
  'extension/wheels/bundle.json',
];

describe.each(packages())('the package $target', ({ target, file }) => {
  const bundle = JSON.parse(zipText(file, 'extension/wheels/bundle.json')) as Bundle;

  it('holds what the extension needs, and nothing else', () => {
    const wheels = new Set([bundle.own, ...Object.values(bundle.dependencies).flat()]);
    const expected = [...EXPECTED, ...[...wheels].map((name) => `extension/wheels/${name}`)];
    expect([...zipEntries(file).keys()].sort()).toEqual(expected.sort());
  });

  it('says for which platform it is', () => {
    const manifest = zipText(file, 'extension.vsixmanifest');
    const platform = /TargetPlatform="([^"]+)"/.exec(manifest)?.[1];
    expect(platform ?? 'universal').toBe(target);
    expect(bundle.platform).toBe(target);
  });

  it('holds our wheel with the catalogue in it', () => {
    const extension = unpacked(file, sandbox());
    const entries = zipEntries(path.join(extension, 'wheels', bundle.own));
    expect(entries.get('tclsp/catalog/catalog.db')).toBeGreaterThan(1_000_000);
    expect([...entries.keys()].filter((name) => !/^tclsp(\/|-)/.test(name))).toEqual([]);
  });

  it('points to no source map', () => {
    expect(zipText(file, 'extension/dist/extension.js')).not.toContain('sourceMappingURL');
  });

  it.runIf(target === 'universal')('is small, and leaves dependencies to the index', () => {
    expect(statSync(file).size).toBeLessThan(4_000_000);
    expect(bundle.dependencies).toEqual({});
  });
});
