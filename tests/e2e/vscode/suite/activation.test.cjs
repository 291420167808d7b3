const assert = require('node:assert/strict');
const vscode = require('vscode');
const { runningExtension } = require('./window.cjs');

describe('The extension', () => {
  let extension;

  before(async () => {
    extension = await runningExtension();
  });

  it('is the one that was packaged', () => {
    assert.match(extension.extensionPath, /\/extensions\/tclsp\.tclsp-/);
    assert.ok(extension.isActive);
  });

  it('runs on the machine of the files, not on that of the window', () => {
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
    assert.match(vscode.env.remoteName, /./);
    const [folder] = vscode.workspace.workspaceFolders;
    assert.equal(folder.uri.scheme, 'file');
  });

  it('has every command that it contributes', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const contributed = extension.packageJSON.contributes.commands.map(({ command }) => command);
    assert.ok(contributed.length > 10);
    assert.deepEqual(
      contributed.filter((command) => !known.has(command)),
      [],
    );
  });

  it('has a default for every setting', () => {
    const { properties } = extension.packageJSON.contributes.configuration;
    const names = Object.keys(properties);
    assert.ok(names.length > 20);
    for (const name of names) {
      const { defaultValue } = vscode.workspace.getConfiguration().inspect(name);
      assert.deepEqual(defaultValue, properties[name].default, name);
    }
  });

  it('has a text for all that it shows', () => {
    const unresolved = [...texts(extension.packageJSON)].filter((text) => /^%[\w.]+%$/.test(text));
    assert.deepEqual(unresolved, []);
  });
});

function* texts(value) {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) yield* texts(part);
  }
}
