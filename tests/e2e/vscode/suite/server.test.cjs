const assert = require('node:assert/strict');
const {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const vscode = require('vscode');
const { languageServers } = require('../language_servers.mjs');
const window = require('./window.cjs');

/** A program that looks like a tclsp, and as a server says nothing. */
const SILENT = `#!/bin/sh
[ "$1" = --version ] && echo tclsp 0.1.0 && exit
echo $$ > "$0.new" && mv "$0.new" "$0.pid"
exec sleep 600
`;

describe('The server', () => {
  let extension;

  before(async () => {
    extension = await window.runningExtension();
  });

  afterEach(window.discard);

  it('runs once for the window', async () => {
    assert.equal((await languageServers(process.pid)).length, 1);
  });

  it('is another one after a restart, and knows the open documents', async () => {
    const { uri } = await window.open('messages.py');
    const before = await languageServers(process.pid);
    await vscode.commands.executeCommand('tclsp.restart');
    await window.until('the old server has ended', async () => {
      const now = await languageServers(process.pid);
      return now.length === 1 && now[0] !== before[0];
    });
    await window.reports(uri, ['TCL201', 'TCL107', 'TCL302', 'TCL202']);
  });

  it('is started once for several restarts that are asked for at the same time', async () => {
    const seen = new Set();
    const before = await languageServers(process.pid);
    let areDone = false;
    const restarts = [1, 2, 3].map(() => vscode.commands.executeCommand('tclsp.restart'));
    const done = Promise.all(restarts).finally(() => (areDone = true));
    while (!areDone) for (const one of await languageServers(process.pid)) seen.add(one);
    await done;
    await window.runningExtension();
    const now = await languageServers(process.pid);
    assert.equal(now.length, 1);
    assert.deepEqual(
      [...seen, ...now].filter((one) => !before.includes(one) && one !== now[0]),
      [],
    );
  });

  it('is replaced though it never answers', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'silent-'));
    const program = path.join(folder, 'tclsp');
    writeFileSync(program, SILENT);
    chmodSync(program, 0o755);
    await window.set('path', program);
    await window.until('the silent one runs', () => existsSync(`${program}.pid`));
    await window.set('path', undefined);
    await window.runningExtension();
    const pid = Number(readFileSync(`${program}.pid`, 'utf8'));
    await window.until('the silent one has ended', () => !existsSync(`/proc/${pid}`));
    rmSync(folder, { recursive: true });
  });

  it('is waited for by who asks for something while it starts, and starts again', async () => {
    const first = vscode.commands.executeCommand('tclsp.restart');
    while (await window.isRunning());
    const code = window.codeNode('InternalError.Timeout');
    const explained = vscode.commands.executeCommand('tclsp.codes.explain', code);
    await Promise.all([first, vscode.commands.executeCommand('tclsp.restart')]);
    await window.until('the page', () => window.tabs().includes('InternalError.Timeout'));
    await explained;
  });

  it('is described in what a bug report holds', async () => {
    await window.set('debounce', 150);
    await vscode.commands.executeCommand('tclsp.copyDiagnostics');
    await window.set('debounce', undefined);
    const report = await vscode.env.clipboard.readText();
    const { version } = extension.packageJSON;
    assert.ok(
      report.startsWith(`- tclsp for VS Code ${version}, VS Code ${vscode.version}`),
      report,
    );
    const { settings, server } = JSON.parse(/```json\n([\s\S]+)\n```/.exec(report)[1]);
    assert.deepEqual(settings, { debounce: 150 });
    assert.equal(server.version, version);
    assert.deepEqual(server.folders, [vscode.workspace.workspaceFolders[0].uri.fsPath]);
    assert.equal(server.sdk.version, '3.1.0');
    assert.match(report, /^- Server: .+\.venv: Python 3/m);
  });
});
