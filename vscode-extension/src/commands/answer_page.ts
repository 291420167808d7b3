/** What the page about an answer shows. */
export interface AnswerPage {
  readonly title: string;
  readonly success: boolean;
  readonly message: string | null;
  /** Already HTML. */
  readonly explanation: string;
  readonly labels: AnswerLabels;
  readonly requestId: string | null;
  readonly places: readonly AnswerPlace[];
}

export interface AnswerPlace {
  /** `servers.py:12` */
  readonly label: string;
  /** A `command:` link. */
  readonly link: string;
}

export interface AnswerLabels {
  readonly message: string;
  readonly requestId: string;
  readonly handledHere: string;
  readonly notHandled: string;
}

const STYLE = `
  body { font-family: var(--vscode-font-family); padding: 0 1.5em 1.5em; line-height: 1.5; }
  h1 { font-size: 1.5em; overflow-wrap: anywhere; }
  h1::before { content: '●'; margin-right: .4em; color: var(--vscode-testing-iconFailed); }
  h1.success::before { color: var(--vscode-testing-iconPassed); }
  dt { opacity: .8; } dd { margin: 0 0 .6em; overflow-wrap: anywhere; }
  code, pre { font-family: var(--vscode-editor-font-family); }
  .places { border-top: 1px solid var(--vscode-panel-border); margin-top: 1em; }`;

/** Writes the page. It runs no script, and only its own style and links count. */
export function answerPage(page: AnswerPage): string {
  const { labels } = page;
  const facts = [
    page.message ? fact(labels.message, escapeHtml(page.message)) : '',
    page.requestId ? fact(labels.requestId, `<code>${escapeHtml(page.requestId)}</code>`) : '',
  ].join('');
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';">
<style>${STYLE}</style></head>
<body><h1 class="${page.success ? 'success' : 'failure'}">${escapeHtml(page.title)}</h1>
<dl>${facts}</dl>
<main>${page.explanation}</main>
${page.success ? '' : placesList(page)}
</body></html>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function fact(label: string, html: string): string {
  return `<dt>${escapeHtml(label)}</dt><dd>${html}</dd>`;
}

function placesList({ places, labels }: AnswerPage): string {
  const items = places.map(
    ({ label, link }) => `<li><a href="${escapeHtml(link)}">${escapeHtml(label)}</a></li>`,
  );
  const body = items.length > 0 ? `<ul>${items.join('')}</ul>` : '';
  const heading = items.length > 0 ? labels.handledHere : labels.notHandled;
  return `<section class="places"><p>${escapeHtml(heading)}</p>${body}</section>`;
}
