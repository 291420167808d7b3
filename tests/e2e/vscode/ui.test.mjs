// The packaged extension in a real VS Code, as a person meets it: a fresh profile, no Python
// extension, Debian's python3. The steps build on one another. TCLSP_VSIX names the package.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { languageServers, Profile, startCodeServer } from './code_server.mjs';
import { Workbench } from './workbench.mjs';

const MESSAGES = 'sample_app/messages.py';
const FRESH = 'sample_app/fresh.py';
const FRESH_TEXT = `"""Stops servers."""

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.sms.v20210111 import models, sms_client


def send(client: sms_client.SmsClient, request: models.SendSmsRequest) -> bool:
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
  let profile;
  let server;
  let browser;
  let workbench;

  before(async () => {
    profile = new Profile(process.env.TCLSP_VSIX);
    writeFileSync(profile.file(FRESH), FRESH_TEXT);
    server = await startCodeServer(profile);
    browser = await launchBrowser();
    workbench = await Workbench.open(browser, server.port, profile, MESSAGES);
  });

  after(async () => {
    if (workbench) await workbench.screenshot('last');
    await browser?.close();
    await server?.stop();
  });

  it('makes an environment by itself and runs from it', async () => {
    await workbench.running();
    const environments = readdirSync(path.join(profile.storage, 'environments'));
    assert.equal(environments.length, 1);
    assert.match(environments[0], /^python3\.\d+-/);
    const [pid] = await languageServers(server.pid);
    const working = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const folder = path.join(profile.storage, 'environments', environments[0]);
    assert.ok(working.includes(`PYTHONPATH=${folder}`));
  });

  it('shows squiggles and lists the problems', async () => {
    await workbench.squiggles('warning').first().waitFor({ state: 'attached' });
    await workbench.showProblems();
    const rows = workbench.problems.filter({ hasText: 'TCL201' });
    await rows.first().waitFor();
    assert.match(await rows.first().innerText(), /RequestId/);
    await workbench.screenshot('problems');
  });

  it('shows the meaning of a code on hover', async () => {
    await workbench.openFile(MESSAGES);
    await workbench.goTo(103);
    const word = workbench
      .line('FailedOperation.SignIdNotExist')
      .locator('span', { hasText: 'AuthFailure.UnauthorizedOperation' })
      .last();
    await word.hover();
    const hover = workbench.page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
    await hover.waitFor();
    const text = await hover.innerText();
    console.log(text);
    await workbench.screenshot('hover');
    await workbench.page.mouse.move(900, 60);
  });

  it('completes the right code after a quote', async () => {
    await workbench.openFile(FRESH);
    await workbench.goTo(11, 26);
    await workbench.page.keyboard.type('"');
    const suggestions = workbench.page.locator('.suggest-widget.visible .monaco-list-row');
    await suggestions.first().waitFor();
    console.log(await suggestions.allInnerTexts());
    await workbench.screenshot('completion');
    await workbench.page.keyboard.press('Escape');
  });
});
