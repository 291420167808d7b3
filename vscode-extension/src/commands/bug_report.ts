import { arch, platform, release } from 'node:os';
import { env, extensions, l10n, version, window, workspace, type ExtensionContext } from 'vscode';
import { settingsOfUser } from '../client/configuration';
import type { ServerControl } from '../client/server_control';
import { summary } from '../client/status_item';

/** Copies what a bug report needs; nothing of the code is in it. */
export async function copyBugReport(
  context: ExtensionContext,
  server: ServerControl,
): Promise<void> {
  const details = await server.refreshDetails();
  const own = (context.extension.packageJSON as { version: string }).version;
  const settings = settingsOfUser(context);
  const lines = [
    `- tclsp for VS Code ${own}, VS Code ${version} (${env.appName}, ${env.remoteName ?? 'local'})`,
    `- ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`,
    `- State: ${summary(server.state)}`,
    `- Server: ${server.choice ?? 'none'}`,
    `- Python extension: ${pythonExtensionVersion()}`,
    `- Folders: ${workspace.workspaceFolders?.length ?? 0}, trusted: ${String(workspace.isTrusted)}`,
    '',
    '```json',
    JSON.stringify({ settings, server: details }, null, 2),
    '```',
    '',
  ];
  await env.clipboard.writeText(lines.join('\n'));
  void window.showInformationMessage(
    l10n.t('Copied. Look it over before you publish it: it contains paths of this machine.'),
  );
}

function pythonExtensionVersion(): string {
  const manifest = extensions.getExtension('ms-python.python')?.packageJSON as
    { version: string } | undefined;
  return manifest?.version ?? 'not installed';
}
