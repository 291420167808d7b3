import { commands, window } from 'vscode';

/** Applies all safe fixes to the file in front. */
export async function fixFile(): Promise<void> {
  if (window.activeTextEditor === undefined) return;
  await commands.executeCommand('editor.action.codeAction', {
    kind: 'source.fixAll.tclsp',
    apply: 'first',
  });
}
