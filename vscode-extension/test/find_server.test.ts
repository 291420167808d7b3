import { mkdirSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../src/find/failure';
import { findServer, type Search } from '../src/find/find_server';
import { fakePython, program, sandbox, SCRIPTS, type ToldFacts } from './sandbox';

/** A machine with nothing on its PATH but what a test puts there. */
class Machine {
  readonly root = sandbox();
  readonly bin = path.join(this.root, 'bin');
  readonly workspace = path.join(this.root, 'work');

  constructor() {
    mkdirSync(this.bin);
    mkdirSync(this.workspace);
  }

  onPath(name: string, told?: ToldFacts): string {
    return fakePython(path.join(this.bin, name), told);
  }

  inFolder(name: string, told?: ToldFacts): string {
    return fakePython(path.join(this.workspace, name, 'bin/python'), told);
  }

  search(hints: Partial<Search> = {}): Search {
    return {
      scripts: SCRIPTS,
      env: { PATH: this.bin, ...hints.env },
      folders: [this.workspace],
      trusted: true,
      platform: 'linux',
      log: () => undefined,
      environment: (found) => Promise.resolve({ folder: '/storage', found, version: '0.1.0' }),
      ...hints,
    };
  }
}

const withTclsp = { tclsp: '0.1.0' };

describe('the order in which the server is looked for', () => {
  it('takes what tclsp.path names before anything else', async () => {
    const machine = new Machine();
    machine.inFolder('.venv', withTclsp);
    const own = program(path.join(machine.root, 'own/tclsp'), 'tclsp 0.9.0');
    const { choice } = await findServer(machine.search({ serverPath: own }));
    expect(choice).toEqual({ kind: 'path', path: own, version: '0.9.0' });
  });

  it('fills in ${workspaceFolder} in tclsp.path', async () => {
    const machine = new Machine();
    const own = program(path.join(machine.workspace, 'tools/tclsp'), 'tclsp 0.9.0');
    const serverPath = '${workspaceFolder}/tools/tclsp';
    const { choice } = await findServer(machine.search({ serverPath }));
    expect(choice).toMatchObject({ kind: 'path', path: own });
  });

  it.each<[string, Partial<Search>, string]>([
    ['tclsp.interpreter', { setting: '${workspaceFolder}/chosen/bin/python' }, 'chosen'],
    ['tclsp.interpreter, named by its folder', { setting: '${workspaceFolder}/chosen' }, 'chosen'],
    [
      'python.defaultInterpreterPath',
      { defaultPath: '${workspaceFolder}/other/bin/python' },
      'other',
    ],
    ['.venv', {}, '.venv'],
  ])('takes the tclsp of %s', async (_, hints, folder) => {
    const machine = new Machine();
    const executables = ['chosen', 'other', '.venv'].map((name) =>
      machine.inFolder(name, withTclsp),
    );
    machine.onPath('python3', withTclsp);
    const { choice, selected } = await findServer(machine.search(hints));
    const expected = executables.find((name) => name.includes(`/${folder}/`));
    expect(choice).toMatchObject({ kind: 'interpreter', python: { executable: expected } });
    expect(selected?.executable).toBe(expected);
  });

  it('takes the selection of the Python extension before python.defaultInterpreterPath', async () => {
    const machine = new Machine();
    const selected = machine.inFolder('selected', withTclsp);
    const defaultPath = machine.inFolder('other', withTclsp);
    const { choice } = await findServer(machine.search({ selected, defaultPath }));
    expect(choice).toMatchObject({ source: 'ms-python', python: { executable: selected } });
  });

  it('takes the active environment before the PATH', async () => {
    const machine = new Machine();
    const active = machine.inFolder('active', withTclsp);
    machine.onPath('python3', withTclsp);
    const env = { PATH: machine.bin, VIRTUAL_ENV: path.join(machine.workspace, 'active') };
    const { choice } = await findServer(machine.search({ env }));
    expect(choice).toMatchObject({ source: 'VIRTUAL_ENV', python: { executable: active } });
  });

  it('makes an environment where the selected Python has no tclsp, though another has', async () => {
    const machine = new Machine();
    const selected = machine.inFolder('.venv');
    machine.onPath('python3', withTclsp);
    const { choice } = await findServer(machine.search());
    expect(choice).toMatchObject({ kind: 'environment', python: { executable: selected } });
  });

  it('makes it with a later Python where the selected one is too old, and keeps the selection', async () => {
    const machine = new Machine();
    machine.inFolder('.venv', { version: [3, 8, 10] });
    const other = machine.inFolder('pypy', { implementation: 'PyPy' });
    const recent = machine.onPath('python3.11', { version: [3, 11, 2] });
    const { choice, selected } = await findServer(machine.search({ defaultPath: other }));
    expect(selected?.executable).toBe(other);
    expect(choice).toMatchObject({ kind: 'environment', python: { executable: recent } });
  });
});

describe('a workspace without trust', () => {
  it('runs nothing of it', async () => {
    const machine = new Machine();
    machine.inFolder('.venv', withTclsp);
    const system = machine.onPath('python3');
    const { choice } = await findServer(machine.search({ trusted: false }));
    expect(choice).toMatchObject({ kind: 'environment', python: { executable: system } });
  });

  it.each<[string, (machine: Machine, venv: string) => Partial<Search>]>([
    ['tclsp.interpreter', () => ({ setting: './.venv' })],
    ['the selection of the Python extension', (_, venv) => ({ selected: venv })],
    [
      'python.defaultInterpreterPath',
      () => ({ defaultPath: '${workspaceFolder}/.venv/bin/python' }),
    ],
    [
      'VIRTUAL_ENV',
      ({ bin, workspace }) => ({ env: { PATH: bin, VIRTUAL_ENV: `${workspace}/.venv` } }),
    ],
    ['PATH', ({ bin, workspace }) => ({ env: { PATH: `${workspace}/.venv/bin:.:${bin}` } })],
    [
      'a link to it',
      ({ root, workspace }) => {
        symlinkSync(workspace, path.join(root, 'link'));
        return { setting: path.join(root, 'link/.venv/bin/python') };
      },
    ],
  ])('runs nothing of it though %s leads there', async (_, hints) => {
    const machine = new Machine();
    const venv = machine.inFolder('.venv', withTclsp);
    fakePython(path.join(machine.workspace, '.venv/bin/python3'), withTclsp);
    const system = machine.onPath('python3');
    const search = machine.search({ trusted: false, ...hints(machine, venv) });
    const { choice, env } = await findServer(search);
    expect(choice).toMatchObject({ kind: 'environment', python: { executable: system } });
    expect(env['PATH']).toBe(machine.bin);
  });

  it('does not run a tclsp.path in it, and says so in the log', async () => {
    const machine = new Machine();
    program(path.join(machine.workspace, 'tclsp'), 'tclsp 0.9.0');
    machine.onPath('python3');
    const lines: string[] = [];
    const serverPath = '${workspaceFolder}/tclsp';
    const log = (line: string): unknown => lines.push(line);
    const { choice } = await findServer(machine.search({ trusted: false, serverPath, log }));
    expect(choice.kind).toBe('environment');
    expect(lines.join('\n')).toContain('which is not trusted');
  });
});

describe('what cannot be used', () => {
  async function failure(search: Search): Promise<{ kind: FailureKind; detail: string }> {
    return findServer(search).then(
      () => Promise.reject(new Error('a server was found')),
      (error: unknown) => error as { kind: FailureKind; detail: string },
    );
  }

  it('is said where tclsp.path names nothing', async () => {
    const found = await failure(new Machine().search({ serverPath: '/nowhere/tclsp' }));
    expect(found).toMatchObject({ kind: 'path-missing', detail: '/nowhere/tclsp' });
  });

  it('is said where tclsp.path names a program that fails', async () => {
    const machine = new Machine();
    const serverPath = program(path.join(machine.root, 'broken'), '', 3);
    expect(await failure(machine.search({ serverPath }))).toMatchObject({ kind: 'path-broken' });
  });

  it('is said where tclsp.interpreter names no Python', async () => {
    const machine = new Machine();
    machine.onPath('python3');
    const found = await failure(machine.search({ setting: '/nowhere/python' }));
    expect(found).toMatchObject({ kind: 'interpreter-broken', detail: '/nowhere/python' });
  });

  it('is said once, with what there is, where every Python is too old', async () => {
    const machine = new Machine();
    const old = machine.onPath('python3', { version: [3, 9, 2] });
    const found = await failure(machine.search());
    expect(found).toMatchObject({ kind: 'no-python', detail: `Python 3.9.2 (${old})` });
  });

  it('is said where there is no Python at all', async () => {
    expect(await failure(new Machine().search())).toMatchObject({ kind: 'no-python', detail: '' });
  });

  it('does not end the search where a program of that name is something else', async () => {
    const machine = new Machine();
    program(path.join(machine.bin, 'python3'), 'Python is not installed here.');
    const recent = machine.onPath('python3.12');
    const { choice } = await findServer(machine.search());
    expect(choice).toMatchObject({ python: { executable: recent } });
  });
});
