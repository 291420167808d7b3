// The environment that the packaged extension makes for itself: once, and again when it is broken;
// and what people see who have no Python. TCLSP_VSIX names the package, STOCK_PYTHON Debian's
// python3 with neither pip nor ensurepip, where there is one.
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { Profile, startCodeServer } from './code_server.mjs';
import { languageServers } from './language_servers.mjs';
import { until } from './until.mjs';
import { Workbench } from './workbench.mjs';

const FILE = 'sample_app/messages.py';
const STOCK = process.env.STOCK_PYTHON || null;

describe('the environment of the extension', { timeout: 300_000 }, () => {
  let profile;
  let server;
  let browser;
  let window;

  before(async () => {
    const bare = STOCK === null ? {} : { path: `${path.dirname(STOCK)}:/usr/bin:/bin` };
    profile = new Profile(process.env.TCLSP_VSIX, bare);
    server = await startCodeServer(profile);
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    profile?.remove();
  });

  const environments = () => {
    const folder = path.join(profile.storage, 'environments');
    return readdirSync(folder).map((name) => path.join(folder, name));
  };

  it('is made once for two windows that open at the same time', async () => {
    const second = path.join(profile.folder, 'second');
    cpSync(profile.workspace, second, { recursive: true });
    const folders = [profile.workspace, second];
    const windows = await Promise.all(
      folders.map((folder) => Workbench.open(browser, server.port, folder, FILE)),
    );
    await Promise.all(windows.map((each) => each.running()));
    assert.equal(environments().length, 1);
    assert.ok(!existsSync(path.join(profile.storage, 'environments.lock')));
    assert.equal((await languageServers(server.pid)).length, 2);
    window = windows[0];
    await windows[1].page.close();
  });

  const skip = STOCK === null && 'there is no stock Python to run it';
  it('is that of a Python with neither pip nor ensurepip', { skip }, async () => {
    const [pid] = await languageServers(server.pid);
    assert.equal(readlinkSync(`/proc/${pid}/exe`), realpathSync(STOCK));
    await window.squiggles('warning').first().waitFor({ state: 'attached' });
  });

  it('is repaired where a file of it was lost', async () => {
    const [environment] = environments();
    const lost = path.join(environment, 'tclsp/server/start.py');
    rmSync(lost);
    await window.command('tclsp: Restart Server');
    await until('the file is back', () => existsSync(lost));
    await window.running();
    assert.deepEqual(environments(), [environment]);
    await window.squiggles('warning').first().waitFor({ state: 'attached' });
  });
});

describe('without a Python', { timeout: 120_000 }, () => {
  it('there is one notification, with a button', async () => {
    const profile = new Profile(process.env.TCLSP_VSIX, { path: '/nowhere' });
    const server = await startCodeServer(profile);
    const browser = await launchBrowser();
    const window = await Workbench.open(browser, server.port, profile.workspace, FILE);
    try {
      const toast = window.toasts.filter({ hasText: 'tclsp needs Python 3.10 or later' });
      await toast.waitFor();
      await toast.getByRole('button', { name: 'Get Python' }).waitFor();
      await window.status.locator('.codicon-error').waitFor();
      await window.screenshot('no-python');
      assert.equal(await window.toasts.count(), 1);
    } catch (error) {
      await window.screenshot('failed without a Python');
      throw error;
    } finally {
      await browser.close();
      await server.stop();
      profile.remove();
    }
  });
});
