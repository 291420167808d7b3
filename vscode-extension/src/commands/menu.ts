import { commands, l10n, window, type QuickPickItem } from 'vscode';
import type { ServerControl } from '../client/server_control';
import { choiceSummary, summary } from '../client/status_item';

interface Entry extends QuickPickItem {
  readonly command: string;
  readonly argument?: string;
}

/** What a click on the status item offers. */
export async function showMenu(server: ServerControl): Promise<void> {
  const entries: Entry[] = [
    { label: `$(debug-restart) ${l10n.t('Restart server')}`, command: 'tclsp.restart' },
    { label: `$(output) ${l10n.t('Show log')}`, command: 'tclsp.showLog' },
    { label: `$(search) ${l10n.t('Explain an error code')}`, command: 'tclsp.explainCode' },
    { label: `$(json) ${l10n.t('Explain an API answer')}`, command: 'tclsp.explainAnswer' },
    { label: `$(checklist) ${l10n.t('Check the workspace')}`, command: 'tclsp.checkWorkspace' },
    {
      label: `$(gear) ${l10n.t('Settings')}`,
      command: 'workbench.action.openSettings',
      argument: '@ext:tclsp.tclsp',
    },
    {
      label: `$(bug) ${l10n.t('Copy information for a bug report')}`,
      command: 'tclsp.copyDiagnostics',
    },
  ];
  const { state } = server;
  const chosen = await window.showQuickPick(entries, {
    title: `tclsp: ${summary(state)}`,
    placeHolder: state.kind === 'running' ? choiceSummary(state.choice) : '',
  });
  if (chosen !== undefined) await commands.executeCommand(chosen.command, chosen.argument);
}
