import { commands, l10n, ProgressLocation, window, workspace } from 'vscode';
import { WorkspaceDiagnosticRequest } from 'vscode-languageclient';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ServerControl } from '../client/server_control';
import { runningClient, showRefusal } from './running_client';

interface Counts {
  readonly problems: number;
  /** Those with problems. */
  readonly files: number;
}

/** Has all files checked anew, shows the problems, and says what came of it. */
export async function checkWorkspace(server: ServerControl): Promise<void> {
  const client = await runningClient(server);
  if (client === null) return;
  const counts = await checkAgain(client);
  if (counts === null) return;
  await commands.executeCommand('workbench.actions.view.problems');
  void sayCounts(counts);
}

/** Null where it was cancelled or refused. */
async function checkAgain(client: LanguageClient): Promise<Counts | null> {
  const settings = {
    location: ProgressLocation.Notification,
    title: l10n.t('tclsp: checking the workspace'),
    cancellable: true,
  };
  return window.withProgress(settings, async (_, token) => {
    try {
      const params = { previousResultIds: [] };
      const report = await client.sendRequest(WorkspaceDiagnosticRequest.type, params, token);
      const full = report.items.filter((item) => item.kind === 'full');
      return {
        problems: full.reduce((sum, { items }) => sum + items.length, 0),
        files: full.filter(({ items }) => items.length > 0).length,
      };
    } catch (error) {
      if (!token.isCancellationRequested) showRefusal(error);
      return null;
    }
  });
}

async function sayCounts({ problems, files }: Counts): Promise<void> {
  if (workspace.getConfiguration('tclsp').get<boolean>('workspaceDiagnostics', true)) {
    await window.showInformationMessage(
      l10n.t(
        'tclsp has checked the workspace. Problems: {0}; files with problems: {1}.',
        problems,
        files,
      ),
    );
    return;
  }
  const openSetting = l10n.t('Open Setting');
  const chosen = await window.showInformationMessage(
    l10n.t(
      'tclsp has checked the open files. Problems: {0}; files with problems: {1}. Other files are not checked: the setting tclsp.workspaceDiagnostics is off.',
      problems,
      files,
    ),
    openSetting,
  );
  if (chosen === undefined) return;
  await commands.executeCommand('workbench.action.openSettings', 'tclsp.workspaceDiagnostics');
}
