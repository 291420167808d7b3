import { homedir } from 'node:os';
import * as path from 'node:path';

export interface PathContext {
  /** The first folder of the workspace. */
  readonly folder?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Fills in `~`, `${workspaceFolder}`, `${userHome}` and `${env:NAME}`; a relative path starts at
 * the workspace's first folder. A bare name, such as `python3`, stays as it is.
 */
export function expandPath(written: string, context: PathContext): string {
  const { folder } = context;
  // By functions: in a text that is put in, `$$` and `$&` would mean something else.
  const filled = written
    .trim()
    .replace(/^~(?=$|[\\/])/, () => homedir())
    .replaceAll('${userHome}', () => homedir())
    .replaceAll('${workspaceFolder}', () => folder ?? '')
    .replaceAll('${workspaceRoot}', () => folder ?? '')
    .replace(/\$\{env:([^}]+)\}/g, (_, name: string) => context.env[name] ?? '');
  const isBareName = !/[\\/]/.test(filled);
  if (isBareName || path.isAbsolute(filled) || folder === undefined) return filled;
  return path.resolve(folder, filled);
}
