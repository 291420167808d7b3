const assert = require('node:assert/strict');
const vscode = require('vscode');
const { languageServers } = require('../language_servers.mjs');
const window = require('./window.cjs');

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

  it('runs once after several restarts at the same time', async () => {
    const restarts = [1, 2, 3].map(() => vscode.commands.executeCommand('tclsp.restart'));
    await Promise.all(restarts);
    await window.runningExtension();
    assert.equal((await languageServers(process.pid)).length, 1);
  });

  it('is described in what a bug report holds', async () => {
    await vscode.commands.executeCommand('tclsp.copyDiagnostics');
    const report = await vscode.env.clipboard.readText();
    const { version } = extension.packageJSON;
    assert.ok(report.startsWith(`- tclsp for VS Code ${version}, VS Code ${vscode.version}`), report);
    const { server } = JSON.parse(/```json\n([\s\S]+)\n```/.exec(report)[1]);
    assert.equal(server.version, version);
    assert.deepEqual(server.folders, [vscode.workspace.workspaceFolders[0].uri.fsPath]);
    assert.equal(server.sdk.version, '3.1.0');
    assert.match(report, /^- Server: .+\.venv: Python 3/m);
  });
});
