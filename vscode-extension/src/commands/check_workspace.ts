import { commands, l10n, ProgressLocation, window } from 'vscode';
import { WorkspaceDiagnosticRequest } from 'vscode-languageclient';
import type { ServerControl } from '../client/server_control';
import { runningClient, showRefusal } from './running_client';

/** Has all files checked anew, says what came of it, and shows the problems. */
export async function checkWorkspace(server: ServerControl): Promise<void> {
  const client = await runningClient(server);
  if (client === null) return;
  const settings = {
    location: ProgressLocation.Notification,
    title: l10n.t('tclsp: checking the workspace'),
    cancellable: true,
  };
  await window.withProgress(settings, async (_, token) => {
    try {
      const params = { previousResultIds: [] };
      const report = await client.sendRequest(WorkspaceDiagnosticRequest.type, params, token);
      const full = report.items.filter((item) => item.kind === 'full');
      const files = full.filter(({ items }) => items.length > 0).length;
      const problems = full.reduce((sum, { items }) => sum + items.length, 0);
      void window.showInformationMessage(
        l10n.t('tclsp: {0} problems in {1} files', problems, files),
      );
      await commands.executeCommand('workbench.actions.view.problems');
    } catch (error) {
      if (!token.isCancellationRequested) showRefusal(error);
    }
  });
}
