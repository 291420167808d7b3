import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { Failure } from '../find/failure';
import type { PythonFacts } from '../find/python_facts';
import { environmentVariables } from '../find/server_choice';
import { run, type Outcome } from '../processes/run';

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
  const outcome = await runScript('unpack.py', [folder, ...wheels], python, options);
  if (outcome.code !== 0)
    throw new Failure('unpack-failed', lastLine(outcome.stderr), outcome.stderr);
}

/**
 * Installs our wheel and what it needs into `folder`; pip's own settings say from where. What is
 * of use meanwhile lies in `temporary`, so that nothing of a cancelled pip stays elsewhere.
 */
export async function downloadWheels(
  folder: string,
  own: string,
  python: PythonFacts,
  temporary: string,
  options: FillOptions,
): Promise<void> {
  await fs.mkdir(temporary, { recursive: true });
  const pip = ['-m', 'pip', 'install', '--target', folder, '--only-binary', ':all:'];
  const quiet = ['--no-input', '--no-color', '--disable-pip-version-check'];
  const outcome = await run(python.executable, [...pip, ...quiet, own], {
    cwd: temporary,
    env: {
      ...options.env,
      ...(python.pip ? {} : { PYTHONPATH: await unpackedPip(python, temporary, options) }),
      ...{ TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      // Both forbid what is done here, and are meant for installations into a Python.
      ...{ PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' },
    },
    signal: options.signal,
    onLine: options.report,
  });
  if (outcome.code !== 0) throw downloadFailure(outcome);
}

/** Fetches pip for a Python that has none, such as Debian's. */
async function unpackedPip(
  python: PythonFacts,
  temporary: string,
  options: FillOptions,
): Promise<string> {
  options.report('Fetching pip');
  const fetched = await runScript('fetch_pip.py', [temporary], python, options);
  if (fetched.code !== 0) throw downloadFailure(fetched);
  const folder = path.join(temporary, 'pip');
  await unpackWheels(folder, [fetched.stdout.trim()], python, options);
  return folder;
}

/** Imports all that the server needs from `folder`, and compares the version. */
export async function verifyEnvironment(
  folder: string,
  version: string,
  python: PythonFacts,
  options: FillOptions,
): Promise<void> {
  const env = environmentVariables(folder, options.env);
  const outcome = await runScript('verify.py', [], python, { ...options, env });
  const found = outcome.stdout.trim();
  if (outcome.code === 0 && found === version) return;
  const reason = outcome.code === 0 ? `${found} instead of ${version}` : lastLine(outcome.stderr);
  throw new Failure('verify-failed', reason, outcome.stderr);
}

function runScript(
  name: string,
  args: readonly string[],
  python: PythonFacts,
  { scripts, env, signal }: FillOptions,
): Promise<Outcome> {
  return run(python.executable, [path.join(scripts, name), ...args], { cwd: scripts, env, signal });
}

function downloadFailure({ stdout, stderr }: Outcome): Failure {
  return new Failure('download-failed', lastLine(stderr), stdout + stderr);
}

function lastLine(output: string): string {
  return output.trim().split(/\r?\n/).at(-1) ?? '';
}
