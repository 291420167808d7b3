import { PVSC_EXTENSION_ID, PythonExtension } from '@vscode/python-extension';
import { Disposable, extensions, workspace, type LogOutputChannel } from 'vscode';
import { within } from '../processes/within';

/** It looks for all environments of the machine when it starts. */
const PATIENCE_MS = 30_000;

/** The interpreter that the Python extension has selected; undefined where it names none in time. */
export async function selectedInterpreter(
  log: LogOutputChannel,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await within(PATIENCE_MS, activeInterpreter(log), signal);
  } catch (error) {
    signal.throwIfAborted();
    log.warn(`The Python extension does not name its interpreter: ${String(error)}`);
    return undefined;
  }
}

/**
 * Calls `changed` when another interpreter is selected, and when the Python extension comes or goes:
 * VS Code offers it to whoever opens a first Python file.
 */
export function onInterpreterChange(log: LogOutputChannel, changed: () => void): Disposable {
  let wasInstalled = isInstalled();
  let selection = onSelection(log, changed);
  const installation = extensions.onDidChange(() => {
    if (isInstalled() === wasInstalled) return;
    wasInstalled = !wasInstalled;
    selection.dispose();
    selection = onSelection(log, changed);
    changed();
  });
  return new Disposable(() => {
    installation.dispose();
    selection.dispose();
  });
}

function onSelection(log: LogOutputChannel, changed: () => void): Disposable {
  let isDisposed = false;
  let watching: Disposable | undefined;
  void pythonExtension(log).then((api) => {
    if (!isDisposed) watching = api?.environments.onDidChangeActiveEnvironmentPath(changed);
  });
  return new Disposable(() => {
    isDisposed = true;
    watching?.dispose();
  });
}

async function activeInterpreter(log: LogOutputChannel): Promise<string | undefined> {
  const api = await pythonExtension(log);
  if (api === null) return undefined;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const active = api.environments.getActiveEnvironmentPath(folder);
  const environment = await api.environments.resolveEnvironment(active);
  return environment?.executable.uri?.fsPath;
}

function isInstalled(): boolean {
  return extensions.getExtension(PVSC_EXTENSION_ID) !== undefined;
}

async function pythonExtension(log: LogOutputChannel): Promise<PythonExtension | null> {
  if (!isInstalled()) return null;
  try {
    return await PythonExtension.api();
  } catch (error) {
    // The Python extension failed to start: that is no reason for this one to do so.
    log.warn(`The Python extension does not answer: ${String(error)}`);
    return null;
  }
}
