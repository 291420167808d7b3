const assert = require('node:assert/strict');
const vscode = require('vscode');
const window = require('./window.cjs');

const OF_MESSAGES = ['TCL201', 'TCL107', 'TCL302', 'TCL202'];
const SWALLOWED = `from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.sms.v20210111 import models, sms_client


def send(client: sms_client.SmsClient, request: models.SendSmsRequest) -> None:
    try:
        client.SendSms(request)
    except TencentCloudSDKException:
        pass
`;

describe('Diagnostics', () => {
  before(window.runningExtension);
  afterEach(window.discard);

  it('stand at their places, with level, rule and the page of the rule', async () => {
    const { uri } = await window.open('messages.py');
    await window.reports(uri, OF_MESSAGES);
    const [cut] = window.findings(uri);
    assert.deepEqual(cut.range, new vscode.Range(26, 34, 26, 49));
    assert.equal(cut.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(cut.message, /RequestId stands at its end and is lost/);
    assert.match(cut.code.target.toString(), /^https:\/\/.+\/rules\/TCL201\.md$/);
  });

  it('are there for files that are not open', async () => {
    const rules = ['TCL301', 'TCL107', 'TCL107', 'TCL302', 'TCL108', 'TCL204'];
    await window.reports(window.sample('records.py'), rules);
  });

  it('follow what is typed', async () => {
    const document = await window.open('messages.py');
    await window.reports(document.uri, OF_MESSAGES);
    const edit = new vscode.WorkspaceEdit();
    const start = window.placeOf(document, '[:80]');
    edit.delete(document.uri, new vscode.Range(start, start.translate(0, 5)));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await window.reports(document.uri, OF_MESSAGES.slice(1));
    await vscode.commands.executeCommand('undo');
    await window.reports(document.uri, OF_MESSAGES);
  });

  it('are there for a document that has no file yet', async () => {
    const { uri } = await window.openText(SWALLOWED);
    assert.equal(uri.scheme, 'untitled');
    await window.reports(uri, ['TCL104']);
  });

  it('go with a file that is deleted, and come with one that is made', async () => {
    const uri = window.sample('made.py');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(SWALLOWED));
    await window.reports(uri, ['TCL104']);
    await vscode.workspace.fs.delete(uri);
    await window.reports(uri, []);
  });
});
