// Debian's Chromium, and pages in it.
import { chromium } from 'playwright-core';

const PATIENCE_MS = +(process.env.PATIENCE_MS ?? 45_000);

export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens a page that reaches this machine alone. */
export async function newPage(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.route(
    (url) =>
      url.hostname !== '127.0.0.1' &&
      !url.hostname.endsWith('localhost') &&
      url.protocol.startsWith('http'),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/**
 * The address that opens `{ folder }` or the file `{ workspace }`; `payload` says what else, such as
 * a file or tests.
 */
export function address(port, place, payload) {
  const query = new URLSearchParams({ ...place, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

/** How a page of code-server names a file of the machine that it runs on. */
export function remote(port, file) {
  return `vscode-remote://127.0.0.1:${port}${file}`;
}
