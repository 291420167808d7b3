import {
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  type Disposable,
  type LogOutputChannel,
  type TreeDataProvider,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ServerControl } from '../client/server_control';
import { placeName } from '../commands/open_location';
import { codes, handled, type CodesParams } from '../protocol';
import {
  canExpand,
  nodeOf,
  placesOf,
  shortName,
  type CodeNode,
  type PlaceNode,
} from './tree_nodes';

const ICONS = { service: 'cloud', family: 'symbol-namespace', code: 'symbol-constant' } as const;

/** Services in play, their families, their codes, and where each is dealt with; one level a time. */
export class CodesTree implements TreeDataProvider<CodeNode>, Disposable {
  private readonly changes = new EventEmitter<undefined>();
  private wanted = '';

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly server: ServerControl,
    private readonly log: LogOutputChannel,
  ) {}

  /** What is searched for; empty where all is shown. */
  get query(): string {
    return this.wanted;
  }

  set query(query: string) {
    this.wanted = query;
    this.refresh();
  }

  refresh(): void {
    this.changes.fire(undefined);
  }

  dispose(): void {
    this.changes.dispose();
  }

  async getChildren(node?: CodeNode): Promise<CodeNode[]> {
    const { client } = this.server;
    if (client === null || node?.kind === 'place') return [];
    try {
      return await this.ask(client, node);
    } catch (error) {
      // VS Code would show a notification; once the server runs again, it is asked again.
      this.log.warn(`The error codes cannot be listed: ${String(error)}`);
      return [];
    }
  }

  getTreeItem(node: CodeNode): TreeItem {
    return node.kind === 'place' ? placeItem(node) : codeItem(node);
  }

  private async ask(
    client: LanguageClient,
    node: Exclude<CodeNode, PlaceNode> | undefined,
  ): Promise<CodeNode[]> {
    if (node?.kind === 'code') {
      const { service } = node;
      const code = node.item.name;
      const params = service === undefined ? { code } : { code, service };
      return placesOf(await client.sendRequest(handled, params));
    }
    const result = await client.sendRequest(codes, this.paramsFor(node));
    return result.items.map((item) => nodeOf(item, node));
  }

  private paramsFor(node: Exclude<CodeNode, PlaceNode> | undefined): CodesParams {
    if (node === undefined) return this.wanted ? { query: this.wanted } : {};
    if (node.kind === 'service') return { service: node.item.name };
    if (node.kind === 'family' && node.service !== undefined) {
      return { service: node.service, family: node.item.name };
    }
    return {};
  }
}

function codeItem(node: Exclude<CodeNode, PlaceNode>): TreeItem {
  const { item } = node;
  const collapsible = canExpand(node)
    ? TreeItemCollapsibleState.Collapsed
    : TreeItemCollapsibleState.None;
  const shown = new TreeItem(shortName(node), collapsible);
  shown.description = description(node);
  shown.tooltip = new MarkdownString()
    .appendMarkdown(`**${item.name}**\n\n`)
    .appendText(item.meaning);
  shown.contextValue = item.unhandled ? `${node.kind}.unhandled` : node.kind;
  shown.iconPath = item.unhandled
    ? new ThemeIcon('warning', new ThemeColor('list.warningForeground'))
    : new ThemeIcon(item.handled > 0 ? 'pass' : ICONS[node.kind]);
  if (node.kind === 'code') {
    shown.command = { command: 'tclsp.codes.open', title: '', arguments: [node] };
  }
  return shown;
}

function description({ item }: Exclude<CodeNode, PlaceNode>): string {
  const marks = [];
  if (item.handled > 0) marks.push(l10n.t('handled: {0}', item.handled));
  if (item.unhandled) marks.push(l10n.t('unhandled'));
  return [...marks, item.meaning].join(' · ');
}

function placeItem(node: PlaceNode): TreeItem {
  const item = new TreeItem(placeName(node.location));
  item.description = placeDescription(node);
  item.iconPath = node.unhandled
    ? new ThemeIcon('warning', new ThemeColor('list.warningForeground'))
    : new ThemeIcon('go-to-file');
  item.contextValue = 'place';
  item.command = { command: 'tclsp.openLocation', title: '', arguments: [node.location] };
  return item;
}

/** What a place has to do with the code: it tests for one, or is a call whose handlers do not. */
export function placeDescription({ text, unhandled }: PlaceNode): string {
  return unhandled ? l10n.t('{0}: not handled here', text) : text;
}
