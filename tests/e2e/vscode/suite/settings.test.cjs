const assert = require('node:assert/strict');
const vscode = require('vscode');
const window = require('./window.cjs');

const USED = ['ignore', 'select', 'severity', 'language', 'codeLens', 'inlayHints', 'enable'];
const OF_MESSAGES = ['TCL201', 'TCL107', 'TCL302', 'TCL202'];

describe('Settings', () => {
  let document;

  before(window.runningExtension);

  beforeEach(async () => {
    document = await window.open('messages.py');
    await window.reports(document.uri, OF_MESSAGES);
  });

  afterEach(async () => {
    for (const name of USED) await window.set(name, undefined);
    await window.reports(window.sample('messages.py'), OF_MESSAGES);
    await window.discard();
  });

  it('choose the rules', async () => {
    await window.set('ignore', ['TCL201', 'unhandled-family', 'TCL302']);
    await window.reports(document.uri, ['TCL107', 'TCL202']);
    await window.set('ignore', undefined);
    await window.set('select', ['TCL2']);
    await window.reports(document.uri, ['TCL201', 'TCL202']);
  });

  it('change levels', async () => {
    await window.set('severity', { TCL107: 'error', TCL201: 'hint' });
    const levels = () => window.findings(document.uri).map(({ severity }) => severity);
    await window.until('the levels', () => levels().slice(0, 2).join() === '3,0');
  });

  it('choose the language', async () => {
    const [first] = window.findings(document.uri);
    assert.doesNotMatch(first.message, /[一-鿿]/);
    await window.set('language', 'zh');
    await window.until('Chinese', () => {
      return window.findings(document.uri).every(({ message }) => /[一-鿿]/.test(message));
    });
  });

  it('switch the lines over calls on and off', async () => {
    const lenses = () =>
      vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri);
    assert.deepEqual(await lenses(), []);
    await window.set('codeLens', true);
    await window.until('code lenses', async () => (await lenses()).length > 0);
    const [first] = await lenses();
    assert.match(first.command.title, /^SendSms: \d+ codes in \d+ families, 0 handled here$/);
    await window.set('codeLens', false);
    await window.until('no code lenses', async () => (await lenses()).length === 0);
  });

  it('switch the meanings behind codes on and off', async () => {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const command = 'vscode.executeInlayHintProvider';
    const hints = () => vscode.commands.executeCommand(command, document.uri, whole);
    assert.deepEqual(await hints(), []);
    await window.set('inlayHints', true);
    await window.until('inlay hints', async () => (await hints()).length > 0);
    await window.set('inlayHints', false);
    await window.until('no inlay hints', async () => (await hints()).length === 0);
  });

  it('leave what is not set to the settings file of the project', async () => {
    const [folder] = vscode.workspace.workspaceFolders;
    const file = vscode.Uri.joinPath(folder.uri, 'tclsp.toml');
    await vscode.workspace.fs.writeFile(file, Buffer.from('ignore = ["TCL107"]\n'));
    await window.reports(document.uri, ['TCL201', 'TCL302', 'TCL202']);
    await window.set('ignore', ['TCL201']);
    await window.until(
      'it goes before the file',
      () => !window.rulesOf(document.uri).includes('TCL201'),
    );
    await vscode.workspace.fs.delete(file);
  });

  it('switch everything off', async () => {
    await window.set('enable', false);
    await window.reports(document.uri, []);
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('tclsp.showMenu'));
  });
});
