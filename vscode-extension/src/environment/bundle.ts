import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { minorVersion, type PythonFacts } from '../find/python_facts';

/** The wheels that this extension carries, as `scripts/package.mjs` wrote it down. */
export interface Bundle {
  /** The version of our own wheel. */
  readonly version: string;
  /** `universal`, or the platform that the wheels of dependencies are for: `linux-x64`. */
  readonly platform: string;
  /** Changes with any of the wheels. */
  readonly digest: string;
  /** The file name of our own wheel. */
  readonly own: string;
  /** File names of the wheels of all dependencies, for each minor version of Python. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** What `platform.machine()` says where these wheels run, in lower case. */
  readonly machines: readonly string[];
}

/** Reads the list of the wheels in `folder`; throws where the package has none. */
export function readBundle(folder: string): Bundle {
  return JSON.parse(readFileSync(path.join(folder, 'bundle.json'), 'utf8')) as Bundle;
}

/** The wheels that make the environment complete for a Python; null where some must be fetched. */
export function wheelsFor(bundle: Bundle, python: PythonFacts): readonly string[] | null {
  const dependencies = bundle.dependencies[minorVersion(python)];
  const fits =
    !python.freeThreaded &&
    python.bits === 64 &&
    bundle.machines.includes(python.machine.toLowerCase());
  return dependencies !== undefined && fits ? [bundle.own, ...dependencies] : null;
}

/** The name of the environment's folder: one for each kind of Python and set of wheels. */
export function environmentName(bundle: Bundle, python: PythonFacts): string {
  const kind = `${minorVersion(python)}${python.freeThreaded ? 't' : ''}`;
  const digest = bundle.digest.slice(0, 12);
  return `python${kind}-${python.machine.toLowerCase()}-${python.bits}-${digest}`;
}
