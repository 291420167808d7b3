import {
  commands,
  window,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import type { Location } from 'vscode-languageclient';
import type { ServerControl } from '../client/server_control';
import type { CodesView } from '../codes/codes_view';
import { openCode } from '../codes/open_code';
import { pickCode } from '../codes/search_box';
import type { CodeNode } from '../codes/tree_nodes';
import { codeAround } from './answer_text';
import { copyBugReport } from './bug_report';
import { checkWorkspace } from './check_workspace';
import { explainCode, explainGivenAnswer } from './explain_answer';
import { fixFile } from './fix_file';
import { showMenu } from './menu';
import { openLocation } from './open_location';
import { openRulePage } from './rule_page';
import { runningClient } from './running_client';

/** Registers all commands but those that the server itself offers. */
export function registerCommands(
  context: ExtensionContext,
  server: ServerControl,
  view: CodesView,
  log: LogOutputChannel,
): Disposable[] {
  const all: Record<string, (...args: never[]) => unknown> = {
    'tclsp.restart': () => server.restart('Restarted by hand'),
    'tclsp.showLog': () => {
      log.show();
    },
    'tclsp.showMenu': () => showMenu(server),
    'tclsp.explainCode': () => searchAndExplain(server),
    'tclsp.explainAnswer': () => explainGivenAnswer(server),
    'tclsp.checkWorkspace': () => checkWorkspace(server),
    'tclsp.fixFile': fixFile,
    'tclsp.openRulePage': openRulePage,
    'tclsp.copyDiagnostics': () => copyBugReport(context, server),
    'tclsp.openLocation': (location: Location) => openLocation(location),
    'tclsp.codes.search': () => view.search(),
    'tclsp.codes.clearSearch': () => {
      view.clearSearch();
    },
    'tclsp.codes.refresh': () => {
      view.refresh();
    },
    'tclsp.codes.open': (node: CodeNode) => openCode(server, node),
    'tclsp.codes.explain': (node: CodeNode) => explainNode(server, node),
  };
  return Object.entries(all).map(([name, run]) => commands.registerCommand(name, run));
}

async function searchAndExplain(server: ServerControl): Promise<void> {
  const client = await runningClient(server);
  if (client === null) return;
  const item = await pickCode(client, codeUnderCursor() ?? '');
  if (item !== undefined) await explainCode(server, item.name);
}

function codeUnderCursor(): string | null {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const { line, character } = editor.selection.active;
  return codeAround(editor.document.lineAt(line).text, character);
}

async function explainNode(server: ServerControl, node: CodeNode): Promise<void> {
  if (node.kind === 'family' || node.kind === 'code') {
    await explainCode(server, node.item.name, node.service);
  }
}
