// The packaged extension in a real VS Code, as a person meets it: a fresh profile, no Python
// extension, Debian's python3. The steps build on one another. TCLSP_VSIX names the package.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'node:test';
import { languageServers } from './language_servers.mjs';
import { Session } from './session.mjs';
import { until } from './until.mjs';
import { PARTS } from './workbench.mjs';

const MESSAGES = 'sample_app/messages.py';
const SERVERS = 'sample_app/servers.py';
const FRESH = 'sample_app/fresh.py';
const FRESH_TEXT = `"""Sends text messages."""

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.sms.v20210111 import models, sms_client


def send(client: sms_client.SmsClient, request: models.SendSmsRequest) -> bool:
    """Send a text; False where the number got too many already."""
    try:
        client.SendSms(request)
    except TencentCloudSDKException as error:
        if error.code == 
            return False
        raise
    return True
`;
const ANSWER = readFileSync(
  path.resolve(import.meta.dirname, '../../../fixtures/answers/unauthorized.json'),
  'utf8',
);

describe('the packaged extension', { timeout: 400_000 }, () => {
  const session = new Session(MESSAGES, {
    prepare: (profile) => writeFileSync(profile.file(FRESH), FRESH_TEXT),
  });

  session.step(
    'makes an environment by itself and runs from it',
    async ({ profile, server, workbench }) => {
      await workbench.running();
      const environments = readdirSync(path.join(profile.storage, 'environments'));
      assert.equal(environments.length, 1);
      assert.match(environments[0], /^python3\.\d+-/);
      const [pid] = await languageServers(server.pid);
      const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      const folder = path.join(profile.storage, 'environments', environments[0]);
      assert.ok(variables.includes(`PYTHONPATH=${folder}`));
      await workbench.screenshot('started');
    },
  );

  session.step('says in the status item what runs, and offers a menu', async ({ workbench }) => {
    await workbench.squiggles('warning').first().waitFor({ state: 'attached' });
    const hover = workbench.page.locator('.workbench-hover', {
      hasText: /Running,\s+version\s+\d/,
    });
    await until('how many files matter is known', async () => {
      await workbench.awayWithTheMouse();
      await workbench.status.hover();
      await hover.waitFor();
      return /Files\s+with\s+API\s+calls:\s+1\d/.test(await hover.innerText());
    });
    assert.match(await hover.innerText(), /Catalogue:\s+SDK\s+3\.\S+\s+\(zh\),\s+3\.\S+\s+\(en\)/);
    await workbench.screenshot('status');
    await workbench.status.click();
    await workbench.choices.filter({ hasText: 'Copy information for a bug report' }).waitFor();
    await workbench.screenshot('menu');
    await workbench.page.keyboard.press('Escape');
  });

  session.step('shows squiggles and lists the problems', async ({ workbench }) => {
    await workbench.squiggles('warning').first().waitFor({ state: 'attached' });
    await workbench.listProblems('TCL201');
    const row = workbench.problems.filter({ hasText: 'TCL201' }).first();
    assert.match(await row.innerText(), /RequestId/);
    // The workspace is checked, too, not only what is open.
    await workbench.listProblems('records.py');
    await workbench.listProblems('messages.py');
    await workbench.focusEditor();
    await workbench.goTo(27);
    await workbench.picture('problems', PARTS.all);
    await workbench.listProblems('');
    await workbench.hidePanel();
  });

  session.step('shows the meaning of a code on hover', async ({ workbench }) => {
    await workbench.openFile(MESSAGES);
    await workbench.goTo(103);
    const code = 'AuthFailure.UnauthorizedOperation';
    await workbench.line('SignIdNotExist').locator('span', { hasText: code }).last().hover();
    await workbench.hovered('The identity is proven, but CAM does not allow it');
    await workbench.picture('hover', PARTS.right);
    await workbench.awayWithTheMouse();
  });

  session.step('completes the right code first after a quote', async ({ workbench }) => {
    await workbench.openFile(FRESH);
    await workbench.goTo(12, 26);
    await workbench.page.keyboard.type('"');
    await workbench.suggestions.first().waitFor();
    const offered = await workbench.suggestions.allInnerTexts();
    assert.match(offered[0], /sms/);
    await workbench.page.keyboard.type('LimitExceeded.PhoneNumberOne');
    await workbench.suggestions.filter({ hasText: 'OneHourLimit' }).first().waitFor();
    await workbench.screenshot('completion');
    await workbench.page.keyboard.press('Enter');
    await workbench.line('"LimitExceeded.PhoneNumberOneHourLimit"').waitFor();
  });

  session.step('fixes a problem on request, and the squiggle goes', async ({ workbench }) => {
    await workbench.openFile(SERVERS);
    const wrong = 'InvalidInstanceID.NotFound';
    await workbench.goTo(lineOf(SERVERS, `"${wrong}"`), 27);
    await workbench.line(`"${wrong}"`).waitFor();
    await workbench.quickFix('InvalidInstanceId.NotFound');
    await workbench.screenshot('quick-fix');
    await workbench.page.keyboard.press('Enter');
    await workbench.line('"InvalidInstanceId.NotFound"').waitFor();
    const fixed = workbench.editor.locator('.squiggly-warning');
    await until('the squiggle goes', async () => (await fixed.count()) === 0);
  });

  session.step(
    'fixes all that is safe on save, once the setting says so',
    async ({ profile, workbench }) => {
      const useless = '# tclsp: ignore[TCL201] the log line lacked the id';
      profile.writeSettings({
        '[python]': { 'editor.codeActionsOnSave': { 'source.fixAll.tclsp': 'explicit' } },
      });
      await workbench.goTo(1);
      await workbench.page.keyboard.type('# Checked.\n');
      await until('the fixed file is saved', async () => {
        await workbench.save();
        const saved = readFileSync(profile.file(SERVERS), 'utf8');
        return saved.includes('"InvalidInstanceId.NotFound"') && !saved.includes(useless);
      });
      await workbench.goTo(lineOf(SERVERS, useless) + 1);
      const left = workbench.squiggles('warning');
      await until('the squiggle goes', async () => (await left.count()) === 0);
      await workbench.screenshot('fix-on-save');
    },
  );

  session.step('explains an answer that is pasted', async ({ workbench }) => {
    await workbench.command('tclsp: Explain API Answer');
    await workbench.page.getByText('Paste the JSON of the answer').waitFor();
    await workbench.page.keyboard.insertText(ANSWER.replaceAll('\n', ' '));
    await workbench.page.keyboard.press('Enter');
    const page = workbench.webview();
    await page.getByText('The call failed: UnauthorizedOperation.CamNoAuth').waitFor();
    await page.getByText('3ae7f5b8-6d92-4e1c-b0f7-94c82d5e6a1b').waitFor();
    await workbench.awayWithTheMouse();
    await workbench.picture('answer', PARTS.right);
    await workbench.page.keyboard.press('Control+W');
  });

  session.step(
    'lists the codes of the services in play, and goes to where one is handled',
    async ({ workbench }) => {
      await workbench.command('Focus on Error Codes View');
      await workbench.treeItem('sms').click();
      await workbench.treeItem('LimitExceeded').click();
      await workbench.treeItem('DailyLimit').waitFor();
      await workbench.tree.filter({ hasText: 'unhandled' }).first().waitFor();
      await workbench.picture('codes', PARTS.left);
      await workbench.treeItem('FailedOperation').click();
      const code = workbench.treeItem('SignIdNotExist');
      await code.scrollIntoViewIfNeeded();
      await code.click();
      await workbench.page.locator('.statusbar-item', { hasText: 'Ln 99, Col' }).waitFor();
      assert.equal(await workbench.tab(MESSAGES).getAttribute('aria-selected'), 'true');
    },
  );

  session.step('finds codes by a part of their name in the tree', async ({ workbench }) => {
    await workbench.command('tclsp: Search Error Codes');
    await workbench.input.waitFor();
    await workbench.page.keyboard.type('SignatureExpire');
    await workbench.treeItem('AuthFailure.SignatureExpire').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.screenshot('search');
    await workbench.command('tclsp: Clear the Search');
    await workbench.treeItem('sms').waitFor();
  });

  session.step('starts the server again after it was killed', async ({ server, workbench }) => {
    const [killed] = await languageServers(server.pid);
    process.kill(killed, 'SIGKILL');
    await until('another server runs', async () => {
      const servers = await languageServers(server.pid);
      return servers.length > 0 && !servers.includes(killed);
    });
    await workbench.running();
    await workbench.openFile(MESSAGES);
    // Only what stands in the window has squiggles.
    await workbench.goTo(lineOf(MESSAGES, 'str(error)[:80]'));
    await workbench.squiggles('warning').first().waitFor({ state: 'attached' });
    await workbench.screenshot('killed and back');
  });

  session.step('follows settings that change', async ({ profile, workbench }) => {
    await workbench.listProblems('TCL201');
    const row = workbench.problems.filter({ hasText: 'TCL201' });
    profile.writeSettings({ 'tclsp.ignore': ['TCL201'] });
    await row.first().waitFor({ state: 'detached' });
    await workbench.focusEditor();
    await workbench.goTo(27);
    profile.writeSettings({ 'tclsp.severity': { TCL201: 'error' } });
    await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    await row.first().waitFor();
    await workbench.screenshot('settings');
  });

  session.step('speaks Chinese when the setting says so', async ({ profile, workbench }) => {
    profile.writeSettings({ 'tclsp.language': 'zh' });
    await workbench.listProblems('TCL201');
    await workbench.problems
      .filter({ hasText: /[一-鿿]/ })
      .first()
      .waitFor();
    await workbench.problems
      .filter({ hasText: 'without which' })
      .first()
      .waitFor({ state: 'detached' });
    await workbench.focusEditor();
    await workbench.goTo(103);
    const code = 'AuthFailure.UnauthorizedOperation';
    await workbench.line('SignIdNotExist').locator('span', { hasText: code }).last().hover();
    await workbench.hovered('含义');
    await workbench.screenshot('chinese');
    await workbench.awayWithTheMouse();
  });

  session.step(
    'stops when it is switched off, and runs again when it is switched on',
    async ({ profile, server, workbench }) => {
      await workbench.goTo(27);
      await workbench.squiggles('warning').first().waitFor({ state: 'attached' });
      profile.writeSettings({ 'tclsp.enable': false });
      await until('no server runs', async () => (await languageServers(server.pid)).length === 0);
      await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
      await workbench.page.getByText('tclsp is switched off by the setting').waitFor();
      await workbench.screenshot('switched off');
      profile.writeSettings({});
      await workbench.running();
      await workbench.squiggles('warning').first().waitFor({ state: 'attached' });
      assert.deepEqual(await workbench.toasts.allInnerTexts(), []);
    },
  );
});

/** The number of the line of a sample file that holds `text`. */
function lineOf(file, text) {
  const sample = path.resolve(import.meta.dirname, '../../../fixtures', file);
  const lines = readFileSync(sample, 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}
