import {
  commands,
  l10n,
  languages,
  window,
  type Disposable,
  type LogOutputChannel,
  type TreeView,
} from 'vscode';
import type { ServerControl } from '../client/server_control';
import { CodesTree } from './codes_tree';
import type { CodeNode } from './tree_nodes';

const TYPING_PAUSE_MS = 200;
const DIAGNOSTICS_PAUSE_MS = 1_000;

/** The view "Error Codes" of the side bar. */
export class CodesView implements Disposable {
  private readonly tree: CodesTree;
  private readonly view: TreeView<CodeNode>;
  private readonly subscriptions: { dispose(): unknown }[];
  private timer: NodeJS.Timeout | undefined;
  private isStale = false;

  constructor(server: ServerControl, log: LogOutputChannel) {
    this.tree = new CodesTree(server, log);
    this.view = window.createTreeView('tclsp.codes', {
      treeDataProvider: this.tree,
      showCollapseAll: true,
    });
    this.subscriptions = [
      this.tree,
      this.view,
      server.onDidChange(() => {
        this.refreshSoon(0);
      }),
      // What is handled changes with the code, and so do its diagnostics.
      languages.onDidChangeDiagnostics(() => {
        this.refreshSoon(DIAGNOSTICS_PAUSE_MS);
      }),
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.isStale) this.refresh();
      }),
    ];
  }

  /** Asks what to look for; the tree follows while it is typed. */
  async search(): Promise<void> {
    await commands.executeCommand('tclsp.codes.focus');
    const box = window.createInputBox();
    box.title = l10n.t('Search error codes');
    box.placeholder = l10n.t('A code, or a part of one: AuthFailure.SignatureExpire');
    box.value = this.tree.query;
    let typing: NodeJS.Timeout | undefined;
    box.onDidChangeValue((value) => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        this.show(value);
      }, TYPING_PAUSE_MS);
    });
    box.onDidAccept(() => {
      clearTimeout(typing);
      this.show(box.value);
      box.hide();
    });
    box.onDidHide(() => {
      clearTimeout(typing);
      box.dispose();
    });
    box.show();
  }

  clearSearch(): void {
    this.show('');
  }

  refresh(): void {
    this.isStale = false;
    this.tree.refresh();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private show(query: string): void {
    const wanted = query.trim();
    this.tree.query = wanted;
    this.view.message = wanted ? l10n.t('Codes that match “{0}”', wanted) : '';
    void commands.executeCommand('setContext', 'tclsp.codesFiltered', wanted !== '');
  }

  private refreshSoon(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.view.visible) this.refresh();
      else this.isStale = true;
    }, pause);
  }
}
