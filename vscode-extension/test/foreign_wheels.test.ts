// A system that takes other wheels than those of its platform: the carried ones do not load.
import { readFileSync, renameSync } from 'node:fs';
import * as path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { privateEnvironment } from '../src/environment/private_environment';
import { askPython } from '../src/find/python_facts';
import { sandbox, SCRIPTS } from './sandbox';
import { writeBundle, writeWheel } from './wheels';

/** Stands in for pip: puts the wheel it is given, and one that fits, into the folder. */
const PIP = `
import os, sys, zipfile
target = sys.argv[sys.argv.index("--target") + 1]
for wheel in sys.argv[-1], os.environ["FITTING"]:
    zipfile.ZipFile(wheel).extractall(target)
`;

let index: string;
let said: string[];

beforeEach(() => {
  index = sandbox();
  said = [];
});

/** Makes the environment for a Python without pip; returns its folder. */
async function makeIt(): Promise<string> {
  const wheels = sandbox();
  const bundle = writeBundle(wheels);
  const carried = path.join(wheels, 'needed.whl');
  const fitting = path.join(sandbox(), 'needed.whl');
  renameSync(carried, fitting);
  const broken = 'raise ImportError("built for another C library")';
  writeWheel(carried, { 'libcst/__init__.py': broken });
  const env = {
    ...process.env,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_NO_INDEX: '1',
    PIP_FIND_LINKS: index,
    FITTING: fitting,
  };
  const python = await askPython(['python3'], { scripts: SCRIPTS, env });
  if (python === null) throw new Error('these tests need a python3');
  const fill = { scripts: SCRIPTS, env, report: (line: string): unknown => said.push(line) };
  const { folder } = await privateEnvironment(
    { python: { ...python, pip: false }, source: 'PATH' },
    { ...fill, storage: sandbox(), bundle, wheels, making: (work) => work(fill) },
  );
  return folder;
}

it('gets others by pip, which is fetched where the Python has none', async () => {
  const files = { 'pip/__init__.py': '', 'pip/__main__.py': PIP };
  writeWheel(path.join(index, 'pip-25.0-py3-none-any.whl'), files);
  const folder = await makeIt();
  expect(readFileSync(path.join(folder, 'libcst/__init__.py'), 'utf8')).toBe('');
});

it('is told what does not load and what cannot be downloaded, where there are none', async () => {
  await expect(makeIt()).rejects.toMatchObject({
    kind: 'download-failed',
    detail: expect.stringContaining('This Python has no pip, and none was found') as string,
  });
  expect(said.join('\n')).toContain('built for another C library');
});
