import { commands, env, l10n, UIKind, ViewColumn, window, type WebviewPanel } from 'vscode';
import type { ServerControl } from '../client/server_control';
import { explainAnswer, type ExplainAnswerResult } from '../protocol';
import { answerPage, escapeHtml, type AnswerPage } from './answer_page';
import { answerOfCode, looksLikeAnswer } from './answer_text';
import { openLocationLink, placeName } from './open_location';
import { runningClient, showRefusal } from './running_client';

let panel: WebviewPanel | null = null;

/** Asks for an answer of the API, and explains it. What is selected or copied is offered. */
export async function explainGivenAnswer(server: ServerControl): Promise<void> {
  const text = selectedAnswer() ?? (await askForAnswer());
  if (text !== undefined) await explain(server, text);
}

/** Explains one code, as though it had been answered. */
export async function explainCode(
  server: ServerControl,
  code: string,
  service?: string,
): Promise<void> {
  await explain(server, answerOfCode(code), service);
}

async function explain(server: ServerControl, text: string, service?: string): Promise<void> {
  const client = await runningClient(server);
  if (client === null) return;
  try {
    const params = service === undefined ? { text } : { text, service };
    await show(await client.sendRequest(explainAnswer, params));
  } catch (error) {
    showRefusal(error);
  }
}

function selectedAnswer(): string | undefined {
  const editor = window.activeTextEditor;
  const text = editor?.document.getText(editor.selection) ?? '';
  return looksLikeAnswer(text) ? text : undefined;
}

async function askForAnswer(): Promise<string | undefined> {
  // A browser asks for permission first, and whoever refuses would be stuck there.
  const copied = env.uiKind === UIKind.Web ? '' : await env.clipboard.readText();
  return window.showInputBox({
    title: l10n.t('Explain an API answer'),
    prompt: l10n.t('Paste the JSON of the answer, or of its Error.'),
    placeHolder: '{"Response": {"Error": {"Code": "…", "Message": "…"}, "RequestId": "…"}}',
    ignoreFocusOut: true,
    ...(looksLikeAnswer(copied) && { value: copied.replace(/\s*\n\s*/g, ' ') }),
  });
}

async function show(result: ExplainAnswerResult): Promise<void> {
  panel ??= newPanel();
  panel.title = result.code ?? l10n.t('API answer');
  panel.webview.html = answerPage({
    outcome: outcome(result),
    explanation: await renderMarkdown(result.explanation),
    places: result.handled.map((location) => ({
      label: placeName(location),
      link: openLocationLink(location),
    })),
    labels: {
      handledHere: l10n.t('Handled here'),
      notHandled: l10n.t('Nothing in this workspace handles it.'),
    },
  });
  panel.reveal(undefined, true);
}

/** A code alone was asked about, not answered: neither a message nor a RequestId came with it. */
function outcome({ success, message, requestId }: ExplainAnswerResult): AnswerPage['outcome'] {
  if (success) return 'success';
  return message || requestId ? 'failure' : 'code';
}

function newPanel(): WebviewPanel {
  const created = window.createWebviewPanel('tclsp.answer', 'tclsp', ViewColumn.Beside, {
    enableCommandUris: ['tclsp.openLocation'],
    enableScripts: false,
    localResourceRoots: [],
  });
  created.onDidDispose(() => {
    panel = null;
  });
  return created;
}

async function renderMarkdown(text: string): Promise<string> {
  try {
    return await commands.executeCommand<string>('markdown.api.render', text);
  } catch {
    // The built-in Markdown extension is switched off.
    return `<pre>${escapeHtml(text)}</pre>`;
  }
}
