// What a person does in a window of VS Code, and sees there.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { address, newPage, remote } from './browser.mjs';
import { until } from './until.mjs';

const BASE_SETTINGS = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'settings.json'), 'utf8'),
);
const SCREENSHOTS = path.join(import.meta.dirname, 'screenshots');

export class Workbench {
  static async open(browser, port, profile, file) {
    const page = await newPage(browser);
    const opened = [['openFile', remote(port, profile.file(file))]];
    await page.goto(address(port, profile.workspace, opened));
    const workbench = new Workbench(page);
    await page.locator('.monaco-workbench').waitFor();
    await workbench.tab(file).waitFor();
    await workbench.editor.locator('.view-line').first().waitFor();
    return workbench;
  }

  constructor(page) {
    this.page = page;
    this.editor = page.locator('.editor-instance .monaco-editor').first();
    this.status = page.locator('.statusbar-item', { hasText: 'tclsp' });
    this.toasts = page.locator('.notification-toast');
    this.problems = page.locator('.markers-panel .monaco-list-row');
    this.tree = page.locator('.pane-body .monaco-list-row');
    this.choices = page.locator('.quick-input-list .monaco-list-row');
    this.suggestions = page.locator('.suggest-widget.visible .monaco-list-row');
    this.actions = page.locator('.action-widget .monaco-list-row');
    this.input = page.locator('.quick-input-widget:not([style*="display: none"]) input').first();
  }

  tab(file) {
    return this.page.getByRole('tab', {
      name: new RegExp(path.basename(file).replace('.', '\\.')),
    });
  }

  line(text) {
    return this.editor.locator('.view-line', { hasText: text });
  }

  squiggles(severity) {
    return this.editor.locator(`.squiggly-${severity}`);
  }

  /** Rows of Problems that are about a file. */
  problemsOf(file, options) {
    return this.problems.filter({ hasText: path.basename(file) }).filter(options);
  }

  /** A row of the tree in the side bar, by its name. */
  treeItem(name) {
    const label = this.page.locator('.label-name', { hasText: new RegExp(`^${name}$`) });
    return this.tree.filter({ has: label }).first();
  }

  /** The page inside of the webview that is shown. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  async running() {
    await this.status.locator('.codicon-check').waitFor();
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.page.keyboard.press('F1');
    await this.input.waitFor();
    await this.page.keyboard.type(title);
    await this.choices.filter({ hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  async openFile(file) {
    await this.page.keyboard.press('Control+P');
    await this.input.waitFor();
    await this.page.keyboard.type(file);
    await this.choices
      .filter({ hasText: path.basename(file) })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
    await this.tab(file).waitFor();
  }

  /** Puts the cursor on a line: 1-based, as people see it. */
  async goTo(line, column = 1) {
    await this.page.keyboard.press('Control+G');
    await this.input.waitFor();
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.input.waitFor({ state: 'hidden' });
  }

  async hidePanel() {
    await this.editor.locator('.view-line').first().click();
    await this.page.keyboard.press('Control+J');
    await this.page.locator('.markers-panel').waitFor({ state: 'hidden' });
  }

  /** Lists the problems that hold a text; the list shows only what fits into the window. */
  async listProblems(text) {
    await this.command('View: Focus Problems');
    const filter = this.page.getByPlaceholder(/^Filter \(e\.g\. text/);
    await filter.fill(text);
    await this.problems.first().waitFor();
  }

  /** Asks for quick fixes until one with this text is offered. */
  async quickFix(text) {
    const wanted = this.actions.filter({ hasText: text }).first();
    await until(`a quick fix: ${text}`, async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('Control+.');
      return wanted.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    });
    return wanted;
  }

  /** Writes the user's settings as a person would: those that the tests need, and `more`. */
  async settings(more) {
    await this.command('Preferences: Open User Settings (JSON)');
    await this.tab('settings.json').waitFor();
    await this.editor.locator('.view-line', { hasText: 'security.workspace' }).first().waitFor();
    await this.editor.locator('.view-line').first().click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(JSON.stringify({ ...BASE_SETTINGS, ...more }));
    await this.save();
    await this.tab('settings.json').and(this.page.locator(':not(.dirty)')).waitFor();
    await this.page.keyboard.press('Control+F4');
    await this.tab('settings.json').waitFor({ state: 'detached' });
  }

  async save() {
    await this.page.keyboard.press('Control+S');
  }

  /** Keeps what the window shows, for those who look at a failed run and for the README. */
  async screenshot(name) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }
}
