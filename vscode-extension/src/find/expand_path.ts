import { homedir } from 'node:os';
import * as path from 'node:path';

export interface PathContext {
  /** The folders of the workspace. */
  readonly folders: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Fills in `~`, `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${userHome}` and `${env:NAME}`; a
 * relative path starts at the workspace's first folder. A bare name, such as `python3`, stays as it
 * is.
 */
export function expandPath(written: string, context: PathContext): string {
  const filled = written
    .trim()
    .replace(/^~(?=$|[\\/])/, () => homedir())
    .replace(/\$\{([^}]+)\}/g, (whole, variable: string) => valueOf(variable, context) ?? whole);
  const isBareName = !/[\\/]/.test(filled);
  const [folder] = context.folders;
  if (isBareName || path.isAbsolute(filled) || folder === undefined) return filled;
  return path.resolve(folder, filled);
}

function valueOf(variable: string, { folders, env }: PathContext): string | undefined {
  const [kind = '', name] = variable.split(/:(.*)/s);
  switch (kind) {
    case 'userHome':
      return homedir();
    case 'workspaceFolder':
    case 'workspaceRoot':
      return folders.find((folder) => name === undefined || path.basename(folder) === name) ?? '';
    case 'env':
      return env[name ?? ''] ?? '';
    default:
      return undefined;
  }
}
