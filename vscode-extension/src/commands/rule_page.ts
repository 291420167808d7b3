import {
  env,
  l10n,
  languages,
  window,
  type Diagnostic,
  type QuickPickItem,
  type Uri,
} from 'vscode';

interface Entry extends QuickPickItem {
  readonly target: Uri;
}

/** Opens the page of the rule under the cursor, else of one that is reported in this file. */
export async function openRulePage(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const ours = languages.getDiagnostics(editor.document.uri).filter(isOurs);
  const here = ours.filter(({ range }) => range.contains(editor.selection.active));
  const entries = rulesOf(here.length > 0 ? here : ours);
  if (entries.length === 0) {
    void window.showInformationMessage(l10n.t('tclsp reports nothing in this file.'));
    return;
  }
  const title = l10n.t('Open the page of a rule');
  const chosen = entries.length > 1 ? await window.showQuickPick(entries, { title }) : entries[0];
  if (chosen !== undefined) await env.openExternal(chosen.target);
}

function isOurs(diagnostic: Diagnostic): boolean {
  return diagnostic.source === 'tclsp';
}

function rulesOf(diagnostics: readonly Diagnostic[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { code, message } of diagnostics) {
    if (typeof code !== 'object') continue;
    const label = String(code.value);
    entries.set(label, { label, detail: message, target: code.target });
  }
  return [...entries.values()].sort((one, other) => one.label.localeCompare(other.label));
}
