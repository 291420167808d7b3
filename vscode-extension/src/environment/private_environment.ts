import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { Failure } from '../find/failure';
import type { FoundPython, PrivateEnvironment } from '../find/find_server';
import { describePython, type PythonFacts } from '../find/python_facts';
import { environmentName, wheelsFor, type Bundle } from './bundle';
import { isIntact, writeContents } from './contents';
import { downloadWheels, unpackWheels, verifyEnvironment, type FillOptions } from './fill';
import { withLock, type LockTimes } from './lock';

export interface EnvironmentOptions extends FillOptions {
  /** The extension's own folder of the machine, where environments are kept. */
  readonly storage: string;
  readonly bundle: Bundle;
  /** The folder of the wheels. */
  readonly wheels: string;
  /** Called before anything is made, so that people can be told and may cancel. */
  readonly making: <T>(work: (options: FillOptions) => Promise<T>) => Promise<T>;
  readonly lockTimes?: LockTimes;
}

/**
 * Returns the private environment for the first of `usable` that one can be made with, and makes
 * or repairs it where need be; null where `usable` is empty. Throws `Failure`.
 */
export async function privateEnvironment(
  usable: AsyncIterable<FoundPython>,
  options: EnvironmentOptions,
): Promise<PrivateEnvironment | null> {
  const { bundle } = options;
  const withoutPip: string[] = [];
  for await (const found of usable) {
    const folder = environmentFolder(found.python, options);
    const result = { folder, found, version: bundle.version };
    if (await isIntact(folder)) return result;
    if (wheelsFor(bundle, found.python) === null && !found.python.pip) {
      withoutPip.push(describePython(found.python));
      continue;
    }
    await options.making((fill) => {
      return withLock(
        lockFile(options),
        () => make(found.python, options, fill),
        fill.signal,
        options.lockTimes,
      );
    });
    return result;
  }
  if (withoutPip.length > 0) throw new Failure('no-pip', withoutPip.join(', '));
  return null;
}

/** Removes the environments, so that the next search makes a new one. */
export async function forgetEnvironments(storage: string): Promise<void> {
  await fs.rm(path.join(storage, 'environments'), { recursive: true, force: true });
}

function environmentFolder(python: PythonFacts, options: EnvironmentOptions): string {
  return path.join(options.storage, 'environments', environmentName(options.bundle, python));
}

function lockFile(options: EnvironmentOptions): string {
  return path.join(options.storage, 'environments.lock');
}

async function make(
  python: PythonFacts,
  options: EnvironmentOptions,
  fill: FillOptions,
): Promise<void> {
  const folder = environmentFolder(python, options);
  // Another window may have made it while this one waited for the lock.
  if (await isIntact(folder)) return;
  await fs.mkdir(path.dirname(folder), { recursive: true });
  const unfinished = await fs.mkdtemp(path.join(path.dirname(folder), '.making-'));
  try {
    await fillFolder(unfinished, python, options, fill);
    await writeContents(unfinished);
    await replace(folder, unfinished);
  } finally {
    await fs.rm(unfinished, { recursive: true, force: true });
  }
  await removeOthers(folder);
}

async function fillFolder(
  folder: string,
  python: PythonFacts,
  options: EnvironmentOptions,
  fill: FillOptions,
): Promise<void> {
  const { bundle, wheels } = options;
  const carried = wheelsFor(bundle, python)?.map((name) => path.join(wheels, name));
  if (carried !== undefined) {
    try {
      await unpackWheels(folder, carried, python, fill);
      await verifyEnvironment(folder, bundle.version, python, fill);
      return;
    } catch (error) {
      // An unusual system, whose Python takes other wheels than those of its platform.
      const canDownload = error instanceof Failure && error.kind === 'verify-failed' && python.pip;
      if (!canDownload) throw error;
      fill.report(error.output);
      await fs.rm(folder, { recursive: true, force: true });
    }
  }
  await downloadWheels(folder, path.join(wheels, bundle.own), python, fill);
  await verifyEnvironment(folder, bundle.version, python, fill);
}

async function replace(folder: string, finished: string): Promise<void> {
  const aside = `${finished}-old`;
  await fs.rename(folder, aside).catch(() => undefined);
  await fs.rename(finished, folder);
  await fs.rm(aside, { recursive: true, force: true });
}

/** Removes what earlier versions and interrupted runs left; one in use elsewhere may resist. */
async function removeOthers(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const digest = folder.split('-').at(-1);
  for (const name of await fs.readdir(parent)) {
    if (name.split('-').at(-1) === digest) continue;
    await fs.rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
