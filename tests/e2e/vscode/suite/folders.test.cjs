const assert = require('node:assert/strict');
const vscode = require('vscode');
const { languageServers } = require('../language_servers.mjs');
const window = require('./window.cjs');

describe('Several folders', () => {
  const [first] = vscode.workspace.workspaceFolders;
  const second = vscode.Uri.joinPath(first.uri, '../second');
  const file = vscode.Uri.joinPath(second, 'jobs.py');

  before(async () => {
    await window.runningExtension();
    await vscode.workspace.fs.copy(window.sample('balance.py'), file);
  });

  it('are checked by one server, as they come and go', async () => {
    assert.deepEqual(window.rulesOf(file), []);
    const servers = await languageServers(process.pid);
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 0, { uri: second }));
    await window.reports(file, ['TCL104', 'TCL406', 'TCL403', 'TCL503']);
    assert.deepEqual(await languageServers(process.pid), servers);
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
    await window.reports(file, []);
  });
});
