import { commands, l10n, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ServerControl } from '../client/server_control';

/** The client, once the server runs; where it does not, says so and returns null. */
export async function runningClient(server: ServerControl): Promise<LanguageClient | null> {
  const client = await server.started();
  if (client !== null) return client;
  const restart = l10n.t('Restart');
  const chosen = await window.showWarningMessage(
    l10n.t('The tclsp server is not running.'),
    restart,
  );
  if (chosen === restart) await commands.executeCommand('tclsp.restart');
  return null;
}

/** Shows what the server says against a request. */
export function showRefusal(error: unknown): void {
  void window.showErrorMessage(error instanceof Error ? error.message : String(error));
}
