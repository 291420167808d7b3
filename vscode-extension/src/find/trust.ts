import { realpathSync } from 'node:fs';
import * as path from 'node:path';

export interface Trust {
  /** Without trust nothing from the workspace is run. */
  readonly trusted: boolean;
  /** The folders of the workspace. */
  readonly folders: readonly string[];
}

/** Whether a program may be run: in a workspace without trust, none that lies in it. */
export function mayRun(program: string, { trusted, folders }: Trust): boolean {
  // A bare name is looked for on the PATH alone.
  if (trusted || !/[\\/]/.test(program)) return true;
  return !folders.some((folder) => isInside(program, folder));
}

/** The variables with a `PATH` on which only folders are left whose programs may be run. */
export function withTrustedPath(env: NodeJS.ProcessEnv, trust: Trust): NodeJS.ProcessEnv {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH');
  if (trust.trusted || name === undefined) return env;
  const entries = (env[name] ?? '').split(path.delimiter);
  const left = entries.filter((entry) => path.isAbsolute(entry) && mayRun(entry, trust));
  return { ...env, [name]: left.join(path.delimiter) };
}

/** As it is written, and where links lead. The python of an environment is itself one. */
function isInside(program: string, folder: string): boolean {
  const places = [program, real(path.dirname(program)), real(program)];
  return places.some((place) => [folder, real(folder)].some((root) => isBelow(place, root)));
}

function isBelow(place: string, root: string): boolean {
  const relative = path.relative(root, place);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function real(name: string): string {
  try {
    return realpathSync(name);
  } catch {
    return name;
  }
}
