import * as path from 'node:path';
import { run } from '../processes/run';

/** What `python/probe.py` says about a Python. */
export interface PythonFacts {
  readonly executable: string;
  readonly version: readonly [number, number, number];
  readonly implementation: string;
  readonly bits: number;
  readonly freeThreaded: boolean;
  readonly machine: string;
  readonly pip: boolean;
  /** The version of the tclsp that is installed there whole, with its server. */
  readonly tclsp: string | null;
}

export interface ProbeOptions {
  /** The folder of the extension's Python scripts. */
  readonly scripts: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

const OLDEST = [3, 10] as const;
const PROBE_TIMEOUT_MS = 20_000;

/** Asks a Python about itself; null where it is not there, does not run, or is none. */
export async function askPython(
  command: readonly string[],
  options: ProbeOptions,
): Promise<PythonFacts | null> {
  const [program, ...args] = command;
  if (program === undefined) return null;
  const outcome = await run(program, [...args, path.join(options.scripts, 'probe.py')], {
    cwd: options.scripts,
    env: options.env,
    signal: options.signal,
    timeout: PROBE_TIMEOUT_MS,
  });
  if (outcome.code !== 0) return null;
  try {
    // A sitecustomize may print lines before ours.
    const last = outcome.stdout.trim().split('\n').at(-1) ?? '';
    return JSON.parse(last) as PythonFacts;
  } catch {
    return null;
  }
}

/** Whether the server can run on this Python. */
export function isRecentEnough(python: PythonFacts): boolean {
  const [major, minor] = python.version;
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** `3.11`, as folders and lists of wheels name it. */
export function minorVersion(python: PythonFacts): string {
  return python.version.slice(0, 2).join('.');
}

/** `Python 3.11.2 (/usr/bin/python3)`, for people. */
export function describePython(python: PythonFacts): string {
  return `Python ${python.version.join('.')} (${python.executable})`;
}
