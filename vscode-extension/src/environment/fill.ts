import * as path from 'node:path';
import { Failure } from '../find/failure';
import type { PythonFacts } from '../find/python_facts';
import { environmentVariables } from '../find/server_choice';
import { run } from '../processes/run';

export interface FillOptions {
  readonly scripts: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Told what is going on, a line at a time. */
  readonly report: (line: string) => void;
}

/** Unpacks wheels into `folder`. */
export async function unpackWheels(
  folder: string,
  wheels: readonly string[],
  python: PythonFacts,
  options: FillOptions,
): Promise<void> {
  const script = path.join(options.scripts, 'unpack.py');
  const outcome = await run(python.executable, [script, folder, ...wheels], {
    cwd: options.scripts,
    env: options.env,
    signal: options.signal,
  });
  if (outcome.code !== 0)
    throw new Failure('unpack-failed', lastLine(outcome.stderr), outcome.stderr);
}

/** Installs our wheel and what it needs into `folder`; pip's own settings say from where. */
export async function downloadWheels(
  folder: string,
  own: string,
  python: PythonFacts,
  options: FillOptions,
): Promise<void> {
  const pip = ['-m', 'pip', 'install', '--target', folder, '--only-binary', ':all:'];
  const quiet = ['--no-input', '--no-color', '--disable-pip-version-check'];
  const outcome = await run(python.executable, [...pip, ...quiet, own], {
    cwd: options.scripts,
    env: options.env,
    signal: options.signal,
    onLine: options.report,
  });
  if (outcome.code !== 0) {
    const output = outcome.stdout + outcome.stderr;
    throw new Failure('download-failed', lastLine(outcome.stderr), output);
  }
}

/** Imports all that the server needs from `folder`, and compares the version. */
export async function verifyEnvironment(
  folder: string,
  version: string,
  python: PythonFacts,
  options: FillOptions,
): Promise<void> {
  const script = path.join(options.scripts, 'verify.py');
  const outcome = await run(python.executable, [script], {
    cwd: folder,
    env: environmentVariables(folder, options.env),
    signal: options.signal,
  });
  const found = outcome.stdout.trim();
  if (outcome.code === 0 && found === version) return;
  const reason = outcome.code === 0 ? `${found} instead of ${version}` : lastLine(outcome.stderr);
  throw new Failure('verify-failed', reason, outcome.stderr);
}

function lastLine(output: string): string {
  return output.trim().split(/\r?\n/).at(-1) ?? '';
}
