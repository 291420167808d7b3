import { PVSC_EXTENSION_ID, PythonExtension } from '@vscode/python-extension';
import { extensions, workspace, type Disposable, type LogOutputChannel } from 'vscode';

/** The interpreter that the Python extension has selected; undefined where it is not installed. */
export async function selectedInterpreter(log: LogOutputChannel): Promise<string | undefined> {
  const api = await pythonExtension(log);
  if (api === null) return undefined;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  try {
    const active = api.environments.getActiveEnvironmentPath(folder);
    const environment = await api.environments.resolveEnvironment(active);
    return environment?.executable.uri?.fsPath;
  } catch (error) {
    log.warn(`The Python extension does not name its interpreter: ${String(error)}`);
    return undefined;
  }
}

/** Calls `changed` when another interpreter is selected. */
export async function onInterpreterChange(
  log: LogOutputChannel,
  changed: () => void,
): Promise<Disposable | null> {
  const api = await pythonExtension(log);
  return api?.environments.onDidChangeActiveEnvironmentPath(changed) ?? null;
}

async function pythonExtension(log: LogOutputChannel): Promise<PythonExtension | null> {
  if (extensions.getExtension(PVSC_EXTENSION_ID) === undefined) return null;
  try {
    return await PythonExtension.api();
  } catch (error) {
    // The Python extension failed to start: that is no reason for this one to do so.
    log.warn(`The Python extension does not answer: ${String(error)}`);
    return null;
  }
}
