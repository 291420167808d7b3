// The commands of the packaged extension, as people give them. TCLSP_VSIX names the package.
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { languageServers } from './language_servers.mjs';
import { Session } from './session.mjs';
import { until } from './until.mjs';

const MESSAGES = 'sample_app/messages.py';

describe('a command', { timeout: 300_000 }, () => {
  const session = new Session(MESSAGES);

  session.step(
    'checks the workspace, and says how many problems there are',
    async ({ workbench }) => {
      await workbench.running();
      await workbench.command('tclsp: Check the Workspace');
      const said = workbench.toasts.filter({ hasText: 'tclsp has checked the workspace' });
      await said.waitFor();
      const text = await said.innerText();
      const [, problems, files] = /Problems: (\d+); files with problems: (\d+)\./.exec(text);
      assert.ok(Number(files) > 5, text);
      assert.ok(Number(problems) > Number(files), text);
      await workbench.problems.first().waitFor();
      await workbench.command('Notifications: Clear All');
    },
  );

  session.step('says which files a check leaves out', async ({ profile, workbench }) => {
    await workbench.listProblems('records.py');
    profile.writeSettings({ 'tclsp.workspaceDiagnostics': false });
    await workbench.problems.first().waitFor({ state: 'detached' });
    await workbench.command('tclsp: Check the Workspace');
    const said = workbench.toasts.filter({ hasText: 'tclsp has checked the open files' });
    await said.getByRole('button', { name: 'Open Setting' }).waitFor();
    assert.match(await said.innerText(), /files with problems: 1\./);
    profile.writeSettings({});
    await workbench.command('Notifications: Clear All');
  });

  session.step('explains the code under the cursor', async ({ workbench }) => {
    await workbench.focusEditor();
    await workbench.goTo(99, 30);
    await workbench.command('tclsp: Explain Error Code');
    await workbench.choose('FailedOperation.SignIdNotExist');
    await workbench.webview().getByText('FailedOperation.SignIdNotExist').first().waitFor();
    await workbench.page.keyboard.press('Control+W');
  });

  session.step('explains a code that is searched for', async ({ workbench }) => {
    await workbench.goTo(1);
    await workbench.command('tclsp: Explain Error Code');
    await workbench.page.getByPlaceholder('A code, or a part of one').fill('SignatureExp');
    await workbench.choose('AuthFailure.SignatureExpire');
    await workbench.webview().getByText("differs from the server's clock").waitFor();
    await workbench.screenshot('explained code');
    await workbench.page.keyboard.press('Control+W');
  });

  session.step('opens the page of the rule under the cursor', async ({ workbench }) => {
    await workbench.focusEditor();
    await workbench.goTo(27, 45);
    await workbench.command('tclsp: Open the Page of a Rule');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.filter({ hasText: '/docs/rules/TCL201.md' }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  session.step('shows the log', async ({ workbench }) => {
    await workbench.status.click();
    await workbench.choices.filter({ hasText: 'Show log' }).click();
    const channels = workbench.page.locator('.part.panel select');
    await until('the channel is chosen', async () => {
      const chosen = await channels.evaluateAll((all) =>
        all.map((one) => one.selectedOptions[0]?.text),
      );
      return chosen.includes('tclsp');
    });
  });

  session.step('opens the walkthrough', async ({ workbench }) => {
    await workbench.command('Welcome: Open Walkthrough...');
    await workbench.choices.filter({ hasText: 'Get Started with tclsp' }).waitFor();
    await workbench.input.fill('Get Started with tclsp');
    await workbench.choose('Get Started with tclsp');
    await workbench.page.getByText('Codes explain themselves').waitFor();
    await workbench.screenshot('walkthrough');
    await workbench.page.keyboard.press('Control+W');
  });

  session.step('lists no codes while the server dies, and shows no error', async (session) => {
    const { server, workbench } = session;
    await workbench.command('Focus on Error Codes View');
    await workbench.treeItem('sms').waitFor();
    const [killed] = await languageServers(server.pid);
    // It stops answering first, so that the view waits for an answer that never comes.
    process.kill(killed, 'SIGSTOP');
    await workbench.command('tclsp: Refresh Error Codes');
    await workbench.page.locator('.sidebar .monaco-progress-container.active').waitFor();
    process.kill(killed, 'SIGKILL');
    await workbench.treeItem('sms').waitFor({ state: 'detached' });
    await workbench.running();
    await workbench.treeItem('sms').waitFor();
    assert.deepEqual(await workbench.toasts.allInnerTexts(), []);
  });
});
