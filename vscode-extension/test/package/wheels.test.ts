import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readBundle } from '../../src/environment/bundle';
import { PYTHONS } from '../../scripts/platforms.mjs';
import { sandbox } from '../sandbox';
import { HERE, packageFor, packages, PYTHON, unpacked } from './built';

const CHECK = fileURLToPath(new URL('check_wheels.py', import.meta.url));
const ofPlatforms = packages().filter(({ target }) => target !== 'universal');

function faults(wheels: string): string[] {
  return JSON.parse(execFileSync(PYTHON, [CHECK, wheels], { encoding: 'utf8' })) as string[];
}

it.each(ofPlatforms)('$target carries what each Python needs there, no more', ({ file }) => {
  const wheels = path.join(unpacked(file, sandbox()), 'wheels');
  expect(Object.keys(readBundle(wheels).dependencies)).toEqual(PYTHONS);
  expect(faults(wheels)).toEqual([]);
});

it('would notice a wheel that is missing, of another Python, or superfluous', () => {
  const wheels = path.join(unpacked(packageFor(HERE), sandbox()), 'wheels');
  const bundle = readBundle(wheels);
  const named = (start: string, version: string): string =>
    bundle.dependencies[version]?.find((name) => name.startsWith(start)) ?? '';
  const of312 = (bundle.dependencies['3.12'] ?? [])
    .filter((name) => !name.startsWith('pygls-'))
    .map((name) => (name.startsWith('libcst-') ? named('libcst-', '3.11') : name));
  const dependencies = { ...bundle.dependencies, '3.12': [...of312, named('tomli-', '3.10')] };
  writeFileSync(path.join(wheels, 'bundle.json'), JSON.stringify({ ...bundle, dependencies }));
  const found = faults(wheels).join('\n');
  expect(found).toMatch(/Python 3.12: 0 wheels for pygls/);
  expect(found).toMatch(/Python 3.12: libcst-.*cp311.* is for another Python or platform/);
  expect(found).toMatch(/Python 3.12: nothing requires .*tomli-/);
  expect(found).toMatch(/libcst-.*cp312.* belongs to no Python/);
});
