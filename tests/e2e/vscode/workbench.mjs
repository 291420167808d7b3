// What a person does in a window of VS Code, and sees there.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { address, newPage, remote } from './browser.mjs';
import { until } from './until.mjs';

const SCREENSHOTS = path.join(import.meta.dirname, 'screenshots');
const PICTURES = path.join(SCREENSHOTS, 'readme');

/** Parts of the window, for pictures. */
export const PARTS = {
  all: { x: 0, y: 36, width: 1280, height: 732 },
  left: { x: 0, y: 36, width: 900, height: 732 },
  right: { x: 352, y: 36, width: 928, height: 732 },
};

export class Workbench {
  /** Opens a window on a folder, with one of its files. */
  static async open(browser, port, folder, file) {
    const page = await newPage(browser);
    const opened = [['openFile', remote(port, path.join(folder, file))]];
    await page.goto(address(port, { folder }, opened));
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

  /** Waits for a hover that says something; returns its text. */
  async hovered(said) {
    const hover = this.page.locator('.monaco-hover:not(.hidden) .hover-contents');
    const wanted = hover.filter({ hasText: said }).first();
    await wanted.waitFor();
    return wanted.innerText();
  }

  /** Moves the mouse to where nothing reacts to it. */
  async awayWithTheMouse() {
    await this.page.mouse.move(250, 18);
  }

  /** Presses a key that opens an input; a tab that is just being closed can swallow the key. */
  async ask(key) {
    await until(`an input after ${key}`, async () => {
      await this.page.keyboard.press(key);
      return this.input.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.ask('F1');
    await this.page.keyboard.type(title);
    await this.choose(title);
  }

  /** Takes a choice once it is the one that Enter takes. */
  async choose(text) {
    const focused = this.choices.and(this.page.locator('.focused'));
    await focused.filter({ hasText: text }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  async openFile(file) {
    await this.ask('Control+P');
    await this.page.keyboard.type(file);
    await this.choose(path.basename(file));
    await this.tab(file).waitFor();
  }

  /** Puts the cursor on a line: 1-based, as people see it. */
  async goTo(line, column = 1) {
    await this.ask('Control+G');
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.input.waitFor({ state: 'hidden' });
  }

  async focusEditor() {
    await this.page.keyboard.press('Control+1');
    await this.page.locator('.editor-instance :focus').waitFor({ state: 'attached' });
  }

  async hidePanel() {
    await this.focusEditor();
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

  async save() {
    await this.page.keyboard.press('Control+S');
  }

  /** Keeps what a part of the window shows for the README, besides the screenshot. */
  async picture(name, part) {
    await this.screenshot(name);
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`), clip: part });
  }

  /** Keeps what the window shows. */
  async screenshot(name) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }
}
