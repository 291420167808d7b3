// A VS Code of its own for a block of tests: a fresh profile, code-server, a browser, a window.
import { after, before, it } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { Profile, startCodeServer } from './code_server.mjs';
import { Workbench } from './workbench.mjs';

export class Session {
  /**
   * Opens `file` before the first test of the block, and ends everything after the last. `prepare`
   * gets the profile before VS Code starts; `options` are those of `startCodeServer`.
   */
  constructor(file, { prepare = () => {}, ...options } = {}) {
    before(async () => {
      this.profile = new Profile(process.env.TCLSP_VSIX);
      prepare(this.profile);
      this.server = await startCodeServer(this.profile, options);
      this.browser = await launchBrowser();
      const { port } = this.server;
      this.workbench = await Workbench.open(this.browser, port, this.profile.workspace, file);
    });
    after(async () => {
      await this.browser?.close();
      await this.server?.stop();
      this.profile?.remove();
    });
  }

  /** One test; what the window shows when it fails is kept. */
  step(name, run) {
    it(name, async () => {
      try {
        await run(this);
      } catch (error) {
        await this.workbench?.screenshot(`failed ${name}`);
        throw error;
      }
    });
  }
}
