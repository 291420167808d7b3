import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { pythonVariables } from '../src/processes/python_variables';
import { run } from '../src/processes/run';
import { readBundle, type Bundle } from '../src/environment/bundle';
import { isIntact, markBroken } from '../src/environment/contents';
import {
  privateEnvironment,
  type EnvironmentOptions,
} from '../src/environment/private_environment';
import type { FoundPython } from '../src/find/find_server';
import { askPython } from '../src/find/python_facts';
import { serverCommand } from '../src/find/server_choice';
import { sandbox, SCRIPTS } from './sandbox';
import { writeBundle, writeWheel } from './wheels';

const NO_SUCH_PROCESS = 2 ** 22 + 1;
const lockTimes = { beat: 20, stale: 200, poll: 10, patience: 20_000 };
let storage: string;
let wheels: string;
let made: number;

beforeEach(() => {
  // VS Code names the folder, and leaves it to the extension to make it.
  storage = path.join(sandbox(), 'globalStorage');
  wheels = sandbox();
  made = 0;
});

async function realPython(): Promise<FoundPython> {
  const python = await askPython(['python3'], { scripts: SCRIPTS, env: process.env });
  if (python === null) throw new Error('these tests need a python3');
  return { python, source: 'PATH' };
}

function optionsFor(bundle: Bundle, changes: Partial<EnvironmentOptions> = {}): EnvironmentOptions {
  const common = { scripts: SCRIPTS, env: process.env, report: () => undefined };
  return {
    ...common,
    storage,
    bundle,
    wheels,
    lockTimes,
    making: (work) => {
      made += 1;
      return work(common);
    },
    ...changes,
  };
}

async function makeIt(bundle: Bundle, changes: Partial<EnvironmentOptions> = {}): Promise<string> {
  const found = await realPython();
  return (await privateEnvironment(found, optionsFor(bundle, changes))).folder;
}

function environments(): string[] {
  return readdirSync(path.join(storage, 'environments'));
}

describe('the private environment', () => {
  it('is unpacked from the wheels, and the server is started from it alone', async () => {
    const bundle = writeBundle(wheels);
    const found = await realPython();
    const folder = await makeIt(bundle);
    const choice = { kind: 'environment', folder, version: '0.1.0', ...found } as const;
    const { command, env } = serverCommand(choice, storage, process.env);
    const outcome = await run(command, ['-c', 'import tclsp; print(tclsp.__file__)'], { env });
    expect(outcome.stdout.trim()).toBe(path.join(folder, 'tclsp/__init__.py'));
  });

  it('is made once', async () => {
    const bundle = writeBundle(wheels);
    const folder = await makeIt(bundle);
    expect(await makeIt(bundle)).toBe(folder);
    expect(made).toBe(1);
  });

  it('is made once where two windows ask at the same time', async () => {
    const bundle = writeBundle(wheels);
    const counted = path.join(sandbox(), 'runs');
    const scripts = sandbox();
    for (const name of ['unpack.py', 'verify.py']) {
      const text = readFileSync(path.join(SCRIPTS, name), 'utf8');
      writeFileSync(path.join(scripts, name), text);
    }
    const count = `open(${JSON.stringify(counted)}, "a").write("x")\n`;
    const unpack = readFileSync(path.join(SCRIPTS, 'unpack.py'), 'utf8');
    writeFileSync(path.join(scripts, 'unpack.py'), unpack.replace(/^main\(\)$/m, `${count}main()`));
    const common = { scripts, env: process.env, report: () => undefined };
    const changes = { making: (work: (fill: typeof common) => Promise<unknown>) => work(common) };
    const both = [1, 2].map(() => makeIt(bundle, changes as Partial<EnvironmentOptions>));
    const [one, other] = await Promise.all(both);
    expect(one).toBe(other);
    expect(readFileSync(counted, 'utf8')).toBe('x');
  });

  it.each<[string, (folder: string) => void]>([
    [
      'a file of it is gone',
      (folder) => {
        rmSync(path.join(folder, 'pygls/__init__.py'));
      },
    ],
    [
      'a file of it is cut',
      (folder) => {
        truncateSync(path.join(folder, 'tclsp/__init__.py'), 3);
      },
    ],
    [
      'it was never finished',
      (folder) => {
        rmSync(path.join(folder, '.tclsp-contents.json'));
      },
    ],
  ])('is made anew where %s', async (_, damage) => {
    const bundle = writeBundle(wheels);
    const folder = await makeIt(bundle);
    damage(folder);
    expect(await isIntact(folder)).toBe(false);
    expect(await makeIt(bundle)).toBe(folder);
    expect(await isIntact(folder)).toBe(true);
  });

  it('stays intact though Python compiles what is in it', async () => {
    const folder = await makeIt(writeBundle(wheels));
    mkdirSync(path.join(folder, 'tclsp/__pycache__'), { recursive: true });
    writeFileSync(path.join(folder, 'tclsp/__pycache__/new.cpython-312.pyc'), 'x');
    expect(await isIntact(folder)).toBe(true);
  });

  it('is replaced by that of an upgrade, with what interrupted runs left', async () => {
    const old = await makeIt(writeBundle(wheels));
    mkdirSync(path.join(storage, 'environments/.making-abc'));
    const bundle = writeBundle(wheels, { version: '0.2.0', digest: 'fedcba9876543210' });
    const folder = await makeIt(bundle);
    expect(existsSync(old)).toBe(false);
    expect(environments()).toEqual([path.basename(folder)]);
  });

  it('is left by an upgrade while another window runs a server from it', async () => {
    const old = await makeIt(writeBundle(wheels));
    const mark = path.join(old, '.tclsp-used-by', `${process.ppid}@${hostname()}`);
    writeFileSync(mark, '');
    const bundle = writeBundle(wheels, { version: '0.2.0', digest: 'fedcba9876543210' });
    await makeIt(bundle);
    expect(existsSync(old)).toBe(true);
    renameSync(mark, path.join(path.dirname(mark), `${NO_SUCH_PROCESS}@${hostname()}`));
    await makeIt(bundle);
    expect(existsSync(old)).toBe(false);
  });

  it('is made below any folder name', async () => {
    storage = path.join(sandbox(), "O'Neill 中文 😀 $HOME", 'globalStorage');
    const folder = await makeIt(writeBundle(wheels));
    expect(await isIntact(folder)).toBe(true);
  });

  it('is made whatever variables of Python are set', async () => {
    const bundle = writeBundle(wheels);
    const env = pythonVariables({
      ...process.env,
      PYTHONHOME: '/nowhere',
      PYTHONPATH: '/nowhere',
      PYTHONSAFEPATH: '1',
      PYTHONWARNINGS: 'error',
      PYTHONINSPECT: '1',
    });
    expect(await askPython(['python3'], { scripts: SCRIPTS, env })).not.toBeNull();
    await makeIt(bundle, {
      making: (work) => work({ scripts: SCRIPTS, env, report: () => undefined }),
    });
  });

  it('is made anew after the server did not come up in it', async () => {
    const bundle = writeBundle(wheels);
    const folder = await makeIt(bundle);
    await markBroken(folder);
    expect(await makeIt(bundle)).toBe(folder);
    expect(made).toBe(2);
  });

  it('puts what a wheel keeps under .data beside the packages', async () => {
    const bundle = writeBundle(wheels);
    writeWheel(path.join(wheels, 'needed.whl'), {
      ...Object.fromEntries(
        ['libcst', 'pygls', 'tree_sitter', 'tree_sitter_python', 'rapidfuzz', 'lsprotocol'].map(
          (name) => [`x-1.data/purelib/${name}/__init__.py`, ''],
        ),
      ),
      'x-1.data/platlib/rapidfuzz/distance.py': '',
      'x-1.data/platlib/lsprotocol/types.py': '',
      'x-1.data/scripts/tool': '#!python',
    });
    const folder = await makeIt(bundle);
    expect(existsSync(path.join(folder, 'rapidfuzz/distance.py'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.data'))).toEqual([]);
  });
});

describe('where it cannot be made', () => {
  it.each<[string, (wheel: string) => void]>([
    [
      'is no zip file',
      (wheel) => {
        writeFileSync(wheel, 'no zip file');
      },
    ],
    [
      'holds other bytes than were written',
      (wheel) => {
        writeWheel(wheel, { 'libcst/__init__.py': 'x = 1\n'.repeat(1000) });
        const bytes = readFileSync(wheel, 'latin1');
        const start = bytes.indexOf('.py') + 3;
        const end = bytes.indexOf('PK\x01\x02');
        const damaged = bytes.slice(0, start) + '\xff'.repeat(end - start) + bytes.slice(end);
        writeFileSync(wheel, damaged, 'latin1');
      },
    ],
  ])('a wheel that %s is named', async (_, damage) => {
    const bundle = writeBundle(wheels);
    damage(path.join(wheels, 'needed.whl'));
    const failure = await makeIt(bundle).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'unpack-failed' });
    expect(String(failure)).toContain('needed.whl: cannot be unpacked');
    expect(environments()).toEqual([]);
  });

  it('storage that cannot be written to is named, in one sentence', async () => {
    const inTheWay = path.join(sandbox(), 'file');
    writeFileSync(inTheWay, '');
    storage = path.join(inTheWay, 'globalStorage');
    const failure = await makeIt(writeBundle(wheels)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'storage-failed' });
    expect(String(failure)).toMatch(/ENOTDIR: not a directory, mkdir '.*globalStorage'$/);
  });

  it.each(['unpack.py', 'verify.py'])('an abort during %s leaves nothing behind', async (name) => {
    const bundle = writeBundle(wheels);
    const scripts = sandbox();
    const started = path.join(scripts, 'started');
    cpSync(SCRIPTS, scripts, { recursive: true });
    const lines = readFileSync(path.join(SCRIPTS, name), 'utf8');
    const end = `open(${JSON.stringify(started)}, "w").close()\nimport time\ntime.sleep(60)\n`;
    writeFileSync(path.join(scripts, name), lines + end);
    const abort = new AbortController();
    const { signal } = abort;
    const watcher = watch(scripts, (_, file) => {
      if (file === 'started') abort.abort();
    });
    const making: EnvironmentOptions['making'] = (work) =>
      work({ scripts, env: process.env, signal, report: () => undefined });
    await expect(makeIt(bundle, { making, signal })).rejects.toThrow(/abort/i);
    watcher.close();
    expect(existsSync(started)).toBe(true);
    expect(environments()).toEqual([]);
    expect(readdirSync(storage)).toEqual(['environments']);
  });
});

it('reads the list of wheels as it is written', () => {
  const bundle = writeBundle(wheels);
  writeFileSync(path.join(wheels, 'bundle.json'), JSON.stringify(bundle));
  expect(readBundle(wheels)).toEqual(bundle);
});
