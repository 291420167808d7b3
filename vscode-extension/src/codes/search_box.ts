import { l10n, window, type QuickPickItem } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { codes, type CodeItem } from '../protocol';

const PAUSE_MS = 120;

interface Entry extends QuickPickItem {
  readonly item: CodeItem;
}

/** Lets people look for a code by a part of its name or its meaning; undefined if they give up. */
export function pickCode(client: LanguageClient, start: string): Promise<CodeItem | undefined> {
  return new Promise((resolve) => {
    const box = window.createQuickPick<Entry>();
    const subscriptions: { dispose(): unknown }[] = [box];
    let timer: NodeJS.Timeout | undefined;
    box.title = l10n.t('Explain an error code');
    box.placeholder = l10n.t('A code, or a part of one: AuthFailure.SignatureExpire');
    box.matchOnDescription = true;
    box.matchOnDetail = true;
    box.value = start;

    const search = async (query: string): Promise<void> => {
      box.busy = true;
      const entries = await entriesFor(client, query);
      // An answer to what was typed before comes too late.
      if (query !== box.value) return;
      box.items = entries;
      box.busy = false;
    };
    subscriptions.push(
      box.onDidChangeValue((value) => {
        clearTimeout(timer);
        timer = setTimeout(() => void search(value), PAUSE_MS);
      }),
      box.onDidAccept(() => {
        resolve(box.selectedItems[0]?.item);
        box.hide();
      }),
      box.onDidHide(() => {
        clearTimeout(timer);
        resolve(undefined);
        for (const subscription of subscriptions) subscription.dispose();
      }),
    );
    box.show();
    void search(start);
  });
}

async function entriesFor(client: LanguageClient, query: string): Promise<Entry[]> {
  try {
    const { items } = await client.sendRequest(codes, { query });
    return items
      .filter((item) => item.kind !== 'service')
      .map((item) => ({ label: item.name, detail: item.meaning, alwaysShow: true, item }));
  } catch {
    return [];
  }
}
