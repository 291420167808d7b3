// What the tests do in their window.
const assert = require('node:assert/strict');
const vscode = require('vscode');
const { until } = require('../until.mjs');

const IDENTIFIER = 'tclsp.tclsp';

/** The installed extension, active, with its server running. */
async function runningExtension() {
  const extension = vscode.extensions.getExtension(IDENTIFIER);
  assert.ok(extension, `${IDENTIFIER} is not installed`);
  await extension.activate();
  await until('the server runs', isRunning);
  return extension;
}

/** Whether the server runs: its own command is there as long. */
async function isRunning() {
  return (await vscode.commands.getCommands(true)).includes('tclsp.reloadCatalog');
}

/** Where a file of the sample application is. */
function sample(name) {
  const [folder] = vscode.workspace.workspaceFolders;
  return vscode.Uri.joinPath(folder.uri, 'sample_app', name);
}

/** Opens a file as a person does: `openTextDocument` would keep it open for minutes. */
async function open(name) {
  const uri = sample(name);
  await vscode.commands.executeCommand('vscode.open', uri);
  await until(`${name} is in front`, () => inFront()?.uri.path === uri.path);
  return inFront();
}

function inFront() {
  return vscode.window.activeTextEditor?.document;
}

/** Opens a document without a file. */
async function openText(content) {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  await vscode.window.showTextDocument(document);
  if (document.getText() !== content) {
    // It has the name of the last one, and VS Code had kept the text of that against a crash.
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }
  return document;
}

/** The place in front of a text that stands in a document once at least. */
function placeOf(document, text, shift = 0) {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${text} does not stand in ${document.uri.path}`);
  return document.positionAt(offset + shift);
}

/** The findings of tclsp in a file, in the order of their places. */
function findings(uri) {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'tclsp')
    .sort((one, other) => one.range.start.compareTo(other.range.start));
}

function rulesOf(uri) {
  return findings(uri).map(({ code }) => code.value);
}

/** Waits until the rules reported in a file are just these, in the order of their places. */
async function reports(uri, rules) {
  const wanted = rules.join(' ');
  await until(`${uri.path} has ${wanted || 'no findings'}`, () => {
    return rulesOf(uri).join(' ') === wanted;
  }).catch((error) => {
    throw new Error(`${error.message}; it has ${rulesOf(uri).join(' ')}`);
  });
}

/** Sets a setting of the user; `undefined` takes it away. */
async function set(name, value) {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('tclsp').update(name, value, target);
}

/** A code of the tree, as the view hands it to its commands. */
function codeNode(name) {
  const item = { kind: 'code', name, meaning: '', handled: 0, unhandled: false, children: 0 };
  return { kind: 'code', service: 'sms', item };
}

/** The names of all tabs. */
function tabs() {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}

/** Closes all editors; what was changed in them is lost. */
async function discard() {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until('all files are closed', () => {
    return !vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === 'file');
  });
}

module.exports = {
  codeNode,
  discard,
  findings,
  isRunning,
  open,
  openText,
  placeOf,
  reports,
  rulesOf,
  runningExtension,
  sample,
  set,
  tabs,
  until,
};
