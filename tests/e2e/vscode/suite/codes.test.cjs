const assert = require('node:assert/strict');
const vscode = require('vscode');
const window = require('./window.cjs');

const { codeNode, tabs } = window;

describe('Error codes', () => {
  before(window.runningExtension);
  afterEach(window.discard);

  it('lead to the one place that deals with them', async () => {
    await vscode.commands.executeCommand(
      'tclsp.codes.open',
      codeNode('FailedOperation.SignIdNotExist'),
    );
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor.document.uri.path, window.sample('messages.py').path);
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /SignIdNotExist/);
  });

  it('are explained in a page of their own', async () => {
    await vscode.commands.executeCommand('tclsp.codes.explain', codeNode('InternalError.Timeout'));
    await window.until('the page', () => tabs().includes('InternalError.Timeout'));
  });

  it('are explained in one page, whichever was last', async () => {
    await vscode.commands.executeCommand('tclsp.codes.explain', codeNode('InternalError.Timeout'));
    await vscode.commands.executeCommand(
      'tclsp.codes.explain',
      codeNode('AuthFailure.SignatureExpire'),
    );
    await window.until('the page', () => tabs().includes('AuthFailure.SignatureExpire'));
    assert.ok(!tabs().includes('InternalError.Timeout'));
  });

  it('are explained out of an answer that is selected', async () => {
    const answer =
      '{"Response": {"Error": {"Code": "FailedOperation.SignIdNotExist", "Message": ""}}}';
    const document = await window.openText(`ANSWER = """${answer}"""\n`);
    const start = window.placeOf(document, answer);
    vscode.window.activeTextEditor.selection = new vscode.Selection(
      start,
      start.translate(0, answer.length),
    );
    await vscode.commands.executeCommand('tclsp.explainAnswer');
    await window.until('the page', () => tabs().includes('FailedOperation.SignIdNotExist'));
  });
});
