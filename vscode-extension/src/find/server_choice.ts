import type { InterpreterSource } from './interpreters';
import { pythonVariables } from '../processes/python_variables';
import { describePython, type PythonFacts } from './python_facts';

/** Which server runs, and why this one. */
export type ServerChoice =
  | { readonly kind: 'path'; readonly path: string; readonly version: string | null }
  | {
      readonly kind: 'interpreter';
      readonly python: PythonFacts;
      readonly source: InterpreterSource;
      readonly version: string;
    }
  | {
      readonly kind: 'environment';
      readonly folder: string;
      readonly python: PythonFacts;
      readonly source: InterpreterSource;
      readonly version: string;
    };

/** How to start it. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Says how to start a server; `extension` is the extension's own folder. `python -m` imports from
 * the working folder first: that is never the workspace, whose modules could have the names of ours.
 */
export function serverCommand(
  choice: ServerChoice,
  extension: string,
  env: NodeJS.ProcessEnv,
): ServerCommand {
  const common = pythonVariables(env);
  switch (choice.kind) {
    case 'path':
      return { command: choice.path, args: ['server'], cwd: extension, env: common };
    case 'interpreter':
      return {
        command: choice.python.executable,
        args: ['-m', 'tclsp', 'server'],
        cwd: extension,
        env: common,
      };
    case 'environment':
      return {
        command: choice.python.executable,
        args: ['-m', 'tclsp', 'server'],
        cwd: choice.folder,
        env: environmentVariables(choice.folder, common),
      };
  }
}

/** The variables with which a Python imports from the private environment alone. */
export function environmentVariables(folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PYTHONPATH: folder, PYTHONNOUSERSITE: '1', PYTHONSAFEPATH: '1' };
}

/** Says in one line which server runs, for the log and the status item. */
export function describeChoice(choice: ServerChoice): string {
  switch (choice.kind) {
    case 'path':
      return `tclsp.path: ${choice.path}`;
    case 'interpreter':
      return `${choice.source}: ${describePython(choice.python)}`;
    case 'environment':
      return `own environment ${choice.folder}, ${choice.source}: ${describePython(choice.python)}`;
  }
}
