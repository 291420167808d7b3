import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { expandPath } from './expand_path';
import { mayRun, type Trust } from './trust';

export type InterpreterSource =
  | 'tclsp.interpreter'
  | 'ms-python'
  | 'python.defaultInterpreterPath'
  | '.venv'
  | 'VIRTUAL_ENV'
  | 'PATH';

export interface Candidate {
  /** The program and the arguments that make it the Python that is meant: `py -3`. */
  readonly command: readonly string[];
  readonly source: InterpreterSource;
}

/** What is known of interpreters before any of them is asked. */
export interface InterpreterHints extends Trust {
  /** `tclsp.interpreter` */
  readonly setting?: string | undefined;
  /** What the Python extension has selected, where that is installed. */
  readonly selected?: string | undefined;
  /** `python.defaultInterpreterPath` */
  readonly defaultPath?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

const NEWEST_MINOR = 14;
const OLDEST_MINOR = 10;

/** Lists the Pythons to try, those first that people chose; none that may not be run. */
export function interpreterCandidates(hints: InterpreterHints): Candidate[] {
  const found: Candidate[] = [];
  const add = (source: InterpreterSource, ...command: string[]): void => {
    if (command[0] !== undefined && mayRun(command[0], hints)) found.push({ source, command });
  };
  if (hints.setting) add('tclsp.interpreter', pythonAt(expandPath(hints.setting, hints), hints));
  if (hints.selected) {
    add('ms-python', hints.selected);
  } else if (hints.defaultPath && hints.defaultPath !== 'python') {
    // `python` is the default of that setting, so nobody chose it.
    const expanded = expandPath(hints.defaultPath, hints);
    add('python.defaultInterpreterPath', pythonAt(expanded, hints));
  }
  for (const folder of hints.folders) {
    const python = inEnvironment(path.join(folder, '.venv'), hints.platform);
    if (existsSync(python)) add('.venv', python);
  }
  const active = hints.env['VIRTUAL_ENV'];
  if (active) add('VIRTUAL_ENV', inEnvironment(active, hints.platform));
  for (const command of commandsOnPath(hints.platform)) add('PATH', ...command);
  return found;
}

function pythonAt(written: string, hints: InterpreterHints): string {
  const inside = inEnvironment(written, hints.platform);
  return existsSync(inside) ? inside : written;
}

function inEnvironment(folder: string, platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? path.join(folder, 'Scripts', 'python.exe')
    : path.join(folder, 'bin', 'python');
}

function* commandsOnPath(platform: NodeJS.Platform): Generator<string[]> {
  if (platform === 'win32') {
    yield ['py', '-3'];
    yield ['python'];
    yield ['python3'];
    return;
  }
  yield ['python3'];
  yield ['python'];
  for (let minor = NEWEST_MINOR; minor >= OLDEST_MINOR; minor--) yield [`python3.${minor}`];
}
