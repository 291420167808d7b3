const assert = require('node:assert/strict');
const vscode = require('vscode');
const window = require('./window.cjs');

const CODE = 'LimitExceeded.PhoneNumberOneHourLimit';
const BEFORE = `from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.sms.v20210111 import models, sms_client


def send(client: sms_client.SmsClient, request: models.SendSmsRequest) -> bool:
    try:
        client.SendSms(request)
    except TencentCloudSDKException as error:
        if error.code == "`;
const AFTER = `":
            return False
        raise
    return True
`;

describe('While editing', () => {
  before(window.runningExtension);
  afterEach(window.discard);

  it('a hover tells what a code means', async () => {
    const document = await window.open('messages.py');
    const place = window.placeOf(document, 'AuthFailure.UnauthorizedOperation', 3);
    const text = await hover(document, place);
    assert.match(text, /^\*\*`AuthFailure\.UnauthorizedOperation`\*\*/);
    assert.match(text, /The identity is proven, but CAM does not allow it/);
  });

  it('a hover tells what a call can answer', async () => {
    const document = await window.open('messages.py');
    const text = await hover(document, window.placeOf(document, 'PullSmsReplyStatus(', 3));
    assert.match(text, /PullSmsReplyStatus/);
    assert.match(text, /AuthFailure/);
  });

  it('there is no hover where nothing of ours stands', async () => {
    const document = await window.open('messages.py');
    assert.equal(await hover(document, window.placeOf(document, 'getLogger', 2)), '');
  });

  it('the codes of the service that is called are completed first', async () => {
    const document = await window.openText(BEFORE + AFTER);
    const place = document.positionAt(BEFORE.length);
    const list = await completions(document, place);
    const sorted = list.toSorted((one, other) => one.sortText.localeCompare(other.sortText));
    assert.match(sorted[0].label.description, /sms/);
    const wanted = list.find(({ label }) => label.label === CODE);
    assert.equal(wanted.kind, vscode.CompletionItemKind.EnumMember);
  });

  it('a code replaces what has been typed of it, and its documentation comes along', async () => {
    const typed = `${BEFORE}LimitExceeded.PhoneNumberOneH`;
    const document = await window.openText(typed + AFTER);
    const place = document.positionAt(typed.length);
    const [first] = await completions(document, place, 5);
    assert.equal(first.label.label, CODE);
    assert.deepEqual(first.range.inserting.start, document.positionAt(BEFORE.length));
    assert.match(first.documentation.value, /LimitExceeded/);
  });

  it('fixes are offered where a finding is, the right code among them', async () => {
    const document = await window.open('servers.py');
    await window.until('the findings', () => window.rulesOf(document.uri).includes('TCL301'));
    const place = window.placeOf(document, 'InvalidInstanceID.NotFound', 3);
    const actions = await codeActions(document, place);
    const fix = actions.find(({ title }) => title.includes('InvalidInstanceId.NotFound'));
    assert.ok(fix, titles(actions));
    assert.equal(fix.kind.value, 'quickfix');
    assert.ok(
      actions.some(({ title }) => title === 'Ignore TCL301 here'),
      titles(actions),
    );
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await window.until('it is mended', () => !window.rulesOf(document.uri).includes('TCL301'));
  });

  it('the command fixes all that is safe, and nothing else', async () => {
    const document = await window.open('servers.py');
    await window.until('the findings', () => window.rulesOf(document.uri).includes('TCL001'));
    await vscode.commands.executeCommand('tclsp.fixFile');
    await window.until('it is fixed', () => !document.getText().includes('the log line lacked'));
    const text = document.getText();
    assert.ok(text.includes('error.requestId)'), 'the attribute is called so');
    assert.ok(text.includes('"InvalidInstanceID.NotFound"'), 'this fix is for a person to choose');
  });

  it('the uses of a code are found over the workspace', async () => {
    const document = await window.open('servers.py');
    const place = window.placeOf(document, '"UnsupportedOperation.InstanceStateStopped"', 3);
    const uses = await execute('vscode.executeReferenceProvider', document.uri, place);
    assert.ok(uses.length > 1);
    const symbols = await execute('vscode.executeWorkspaceSymbolProvider', 'InstanceStateStopped');
    assert.ok(symbols.some(({ location }) => location.uri.path === document.uri.path));
  });

  it('the uses of a code in the file are marked', async () => {
    const document = await window.open('servers.py');
    const place = window.placeOf(document, '"UnsupportedOperation.InstanceStateStopped"', 3);
    const marks = await execute('vscode.executeDocumentHighlights', document.uri, place);
    assert.ok(marks.length > 1);
  });

  it('a code and an action lead to the SDK of the workspace', async () => {
    const document = await window.open('messages.py');
    const code = window.placeOf(document, 'FailedOperation.SignIdNotExist', 3);
    const [constant] = await execute('vscode.executeDefinitionProvider', document.uri, code);
    assert.match(constant.targetUri.path, /\/sms\/v20210111\/errorcodes\.py$/);
    assert.equal(constant.targetSelectionRange.start.line, 3);
    assert.equal(document.getText(constant.originSelectionRange), 'FailedOperation.SignIdNotExist');
    const call = window.placeOf(document, 'SendSms(request)', 2);
    const [method] = await execute('vscode.executeDefinitionProvider', document.uri, call);
    assert.match(method.targetUri.path, /\/sms\/v20210111\/sms_client\.py$/);
  });
});

function execute(command, ...args) {
  return vscode.commands.executeCommand(command, ...args);
}

async function hover(document, place) {
  const hovers = await execute('vscode.executeHoverProvider', document.uri, place);
  return hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join('\n');
}

/** The completions of tclsp: VS Code adds words of the file. */
async function completions(document, place, resolved = 0) {
  const command = 'vscode.executeCompletionItemProvider';
  let ours = [];
  await window.until('codes are offered', async () => {
    const list = await execute(command, document.uri, place, '"', resolved);
    ours = list.items.filter(({ label }) => typeof label === 'object');
    return ours.length > 0;
  });
  return ours;
}

function codeActions(document, place) {
  const range = new vscode.Range(place, place);
  // VS Code asks for the edit of an action once somebody chooses it: here of all of them.
  return execute('vscode.executeCodeActionProvider', document.uri, range, undefined, 100);
}

function titles(actions) {
  return actions.map(({ title }) => title).join('\n');
}
