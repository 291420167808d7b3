import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { Failure } from '../find/failure';
import type { FoundPython, PrivateEnvironment } from '../find/find_server';
import type { PythonFacts } from '../find/python_facts';
import { environmentName, wheelsFor, type Bundle } from './bundle';
import { isIntact, writeContents } from './contents';
import { downloadWheels, unpackWheels, verifyEnvironment, type FillOptions } from './fill';
import { withLock, type LockTimes } from './lock';
import { removeUnused } from './remove_unused';
import { markUsed } from './use_marks';

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
 * Returns the private environment for `found`, and makes or repairs it where need be; those that
 * no window uses any more are removed. Throws `Failure`.
 */
export async function privateEnvironment(
  found: FoundPython,
  options: EnvironmentOptions,
): Promise<PrivateEnvironment> {
  const { bundle, storage } = options;
  const folder = path.join(storage, 'environments', environmentName(bundle, found.python));
  try {
    if (!(await isIntact(folder))) {
      await options.making((fill) =>
        locked(options, () => make(folder, found.python, options, fill)),
      );
    }
    await markUsed(folder);
    await removeUnused(folder, (remove) => locked(options, remove));
  } catch (error) {
    throw isOfFiles(error) ? new Failure('storage-failed', error.message) : error;
  }
  return { folder, found, version: bundle.version };
}

function locked(options: EnvironmentOptions, work: () => Promise<void>): Promise<void> {
  const file = path.join(options.storage, 'environments.lock');
  return withLock(file, work, options.signal, options.lockTimes);
}

function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

async function make(
  folder: string,
  python: PythonFacts,
  options: EnvironmentOptions,
  fill: FillOptions,
): Promise<void> {
  // Another window may have made it while this one waited for the lock.
  if (await isIntact(folder)) return;
  await fs.mkdir(path.dirname(folder), { recursive: true });
  const workplace = await fs.mkdtemp(path.join(path.dirname(folder), '.making-'));
  const finished = path.join(workplace, 'environment');
  try {
    await fillFolder(finished, python, options, fill);
    await writeContents(finished);
    await fs.rename(folder, path.join(workplace, 'broken')).catch(() => undefined);
    await fs.rename(finished, folder);
  } finally {
    // A virus scanner may hold a file for a moment: what stays now goes with the next upgrade.
    await fs.rm(workplace, { recursive: true, force: true }).catch(() => undefined);
  }
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
      if (!(error instanceof Failure && error.kind === 'verify-failed')) throw error;
      fill.report(error.output);
      await fs.rm(folder, { recursive: true, force: true });
    }
  }
  const temporary = path.join(path.dirname(folder), 'temporary');
  await downloadWheels(folder, path.join(wheels, bundle.own), python, temporary, fill);
  await verifyEnvironment(folder, bundle.version, python, fill);
}
