import { realpathSync } from 'node:fs';
import { expect, it } from 'vitest';
import { askPython, minorVersion } from '../../src/find/python_facts';
import { PYTHONS } from '../../scripts/platforms.mjs';
import { SCRIPTS } from '../sandbox';
import { HERE, packageFor } from './built';
import { CUT_OFF, THE_NETWORK } from './cut_off';
import { Installed } from './installed';
import { converse } from './language_server';

/** The Pythons of this machine that a package has wheels for: the system's, and the PATH's. */
async function pythonsHere(): Promise<{ version: string; executable: string }[]> {
  const found = new Map<string, { version: string; executable: string }>();
  for (const command of ['/usr/bin/python3', ...PYTHONS.map((version) => `python${version}`)]) {
    const python = await askPython([command], { scripts: SCRIPTS, env: process.env });
    if (python === null || !PYTHONS.includes(minorVersion(python))) continue;
    const { executable, version } = python;
    found.set(realpathSync(executable), { executable, version: version.join('.') });
  }
  return [...found.values()];
}

const pythons = await pythonsHere();

it('finds a Python to try', () => {
  expect(pythons).not.toEqual([]);
});

it.each(pythons)(
  `runs on Python $version ($executable), ${THE_NETWORK}`,
  async ({ executable }) => {
    const installed = new Installed(packageFor(HERE));
    const found = await installed.findServer(executable, CUT_OFF);
    expect(found.choice).toMatchObject({ kind: 'environment', python: { executable } });
    const { server, hover, exitCode } = await converse(
      installed.command(found),
      installed.workspace,
    );
    expect(server).toBe('tclsp 0.1.0');
    expect(hover).toContain('AuthFailure.SignatureExpire');
    expect(exitCode).toBe(0);
  },
);

it('finds the Python of the system by itself', async () => {
  const installed = new Installed(packageFor(HERE));
  const { choice } = await installed.findServer(undefined, CUT_OFF);
  expect(choice).toMatchObject({ kind: 'environment', source: 'PATH' });
});

it('imports no module of the workspace, though PYTHONPATH names it', async () => {
  const installed = new Installed(packageFor(HERE));
  installed.addMisleadingModules();
  const env = { ...CUT_OFF, PYTHONPATH: installed.workspace, PYTHONHOME: '/nowhere' };
  const found = await installed.findServer(undefined, env);
  const { server, exitCode } = await converse(installed.command(found), installed.workspace);
  expect(server).toBe('tclsp 0.1.0');
  expect(exitCode).toBe(0);
});
