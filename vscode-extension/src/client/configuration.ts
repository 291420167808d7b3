import { workspace, type ConfigurationChangeEvent, type ExtensionContext } from 'vscode';
import { chosenSettings, serverSettingNames } from './server_settings';

const NEED_RESTART = ['tclsp.enable', 'tclsp.path', 'tclsp.interpreter'];
const INTERPRETER = 'python.defaultInterpreterPath';

export function isEnabled(): boolean {
  return workspace.getConfiguration('tclsp').get<boolean>('enable', true);
}

export function serverPath(): string {
  return workspace.getConfiguration('tclsp').get<string>('path', '');
}

export function interpreterSetting(): string {
  return workspace.getConfiguration('tclsp').get<string>('interpreter', '');
}

/** `python.defaultInterpreterPath`; without trust only what the user set, not the folder. */
export function defaultInterpreterPath(): string | undefined {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const configuration = workspace.getConfiguration('python', folder);
  const inspected = configuration.inspect<string>('defaultInterpreterPath');
  const ofUser = inspected?.globalValue;
  if (!workspace.isTrusted) return ofUser;
  return inspected?.workspaceFolderValue ?? inspected?.workspaceValue ?? ofUser;
}

/** What the server gets for the section `tclsp`; `interpreter` is where the SDK is looked for. */
export function settingsForServer(
  context: ExtensionContext,
  interpreter: string | undefined,
): Record<string, unknown> {
  const names = serverSettingNames(declaredNames(context));
  const chosen = chosenSettings(names, workspace.getConfiguration('tclsp'));
  return { ...chosen, interpreter: interpreter ?? null };
}

/** What somebody has set, the extension's own settings included. */
export function settingsOfUser(context: ExtensionContext): Record<string, unknown> {
  return chosenSettings(declaredNames(context), workspace.getConfiguration('tclsp'));
}

/** The names of all settings, without `tclsp.`. */
function declaredNames(context: ExtensionContext): string[] {
  const manifest = context.extension.packageJSON as {
    contributes: { configuration: { properties: Record<string, unknown> } };
  };
  const { properties } = manifest.contributes.configuration;
  return Object.keys(properties).map((name) => name.replace(/^tclsp\./, ''));
}

export function needsRestart(event: ConfigurationChangeEvent): boolean {
  return [...NEED_RESTART, INTERPRETER].some((name) => event.affectsConfiguration(name));
}
