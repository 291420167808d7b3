/** What the page about an answer shows. */
export interface AnswerPage {
  readonly outcome: 'failure' | 'success' | 'code';
  /** Already HTML; its first paragraph is the heading. */
  readonly explanation: string;
  /** What stands over the places, and what instead of them where there are none. */
  readonly labels: { readonly handledHere: string; readonly notHandled: string };
  readonly places: readonly AnswerPlace[];
}

export interface AnswerPlace {
  /** `servers.py:12` */
  readonly label: string;
  /** A `command:` link. */
  readonly link: string;
}

const STYLE = `
  body { font-family: var(--vscode-font-family); padding: 0 1.5em 1.5em; line-height: 1.5; }
  p { overflow-wrap: anywhere; }
  main > p:first-of-type { font-size: 1.25em; }
  .failure > p:first-of-type::before { content: '● '; color: var(--vscode-testing-iconFailed); }
  .success > p:first-of-type::before { content: '● '; color: var(--vscode-testing-iconPassed); }
  code, pre { font-family: var(--vscode-editor-font-family); }
  .places { border-top: 1px solid var(--vscode-panel-border); margin-top: 1em; }`;

/** Writes the page. It runs no script, and only its own style and links count. */
export function answerPage(page: AnswerPage): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';">
<style>${STYLE}</style></head>
<body><main class="${page.outcome}">${page.explanation}</main>
${page.outcome === 'success' ? '' : placesList(page)}
</body></html>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function placesList({ places, labels }: AnswerPage): string {
  const items = places.map(
    ({ label, link }) => `<li><a href="${escapeHtml(link)}">${escapeHtml(label)}</a></li>`,
  );
  const body = items.length > 0 ? `<ul>${items.join('')}</ul>` : '';
  const heading = items.length > 0 ? labels.handledHere : labels.notHandled;
  return `<section class="places"><p>${escapeHtml(heading)}</p>${body}</section>`;
}
