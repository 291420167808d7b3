// Mocha in the extension host of a real VS Code, beside the packaged extension: suite/ holds the
// tests, those below with_python_extension/ are for a window of their own. TCLSP_VSIX names the
// package.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { address, launchBrowser, newPage, remote } from './browser.mjs';
import { Profile, startCodeServer } from './code_server.mjs';
import { makeEnvironment } from './workspace_environment.mjs';

const HERE = import.meta.dirname;
const SUITE = path.join(HERE, 'suite');
const VSCE = path.resolve(HERE, '../../../vscode-extension/node_modules/@vscode/vsce/vsce');
const PATIENCE_MS = 300_000;

const alone = await runInExtensionHost(SUITE);
const beside = await runInExtensionHost(path.join(SUITE, 'with_python_extension'));

for (const [title, { files, tests, log }] of Object.entries({ alone, beside })) {
  describe(`in the extension host, ${title}`, () => {
    it('ran tests of every file', () => {
      const ran = new Set(tests.map(({ file }) => path.basename(file ?? '')));
      assert.deepEqual(
        files.filter((name) => !ran.has(name)),
        [],
        log,
      );
    });

    for (const { fullTitle, err } of tests) {
      it(fullTitle, () => {
        assert.ok(err.message === undefined, `${err.message}\n${err.stack}`);
      });
    }
  });
}

/** Runs the tests of a folder in a window of their own; returns mocha's report. */
async function runInExtensionHost(folder) {
  const files = readdirSync(folder).filter((name) => name.includes('.test.'));
  const profile = new Profile(process.env.TCLSP_VSIX);
  const report = path.join(profile.folder, 'mocha.json');
  const workspace = writeWorkspace(profile);
  let server;
  let browser;
  try {
    server = await startCodeServer(profile, {
      flags: ['--vscode-option', 'enable-smoke-test-driver'],
      env: {
        TCLSP_REPORT: report,
        TCLSP_SUITE: folder,
        TCLSP_PYTHON_EXTENSION: packedPythonExtension(profile),
      },
    });
    browser = await launchBrowser();
    const lines = await untilExit(browser, server.port, workspace);
    return { files, tests: existsSync(report) ? testsOf(report) : [], log: lines.join('\n') };
  } finally {
    await browser?.close();
    await server?.stop();
    profile.remove();
  }
}

/** The tests of a report, and the hooks that failed: these end the tests that they belong to. */
function testsOf(report) {
  const { tests, failures } = JSON.parse(readFileSync(report, 'utf8'));
  const hooks = failures.filter(({ title }) => / hook\b/.test(title));
  return [...tests, ...hooks];
}

/** What stands in for Microsoft's Python extension, to be installed by a test. */
function packedPythonExtension(profile) {
  const file = path.join(profile.folder, 'python_extension.vsix');
  const options = ['package', '--no-dependencies', '--skip-license', '--allow-missing-repository'];
  execFileSync(process.execPath, [VSCE, ...options, '--out', file], {
    cwd: path.join(HERE, 'python_extension'),
    stdio: 'pipe',
  });
  return file;
}

/** A workspace file: a window that shows one does not start anew when folders are added. */
function writeWorkspace(profile) {
  makeEnvironment(profile.workspace);
  const file = path.join(profile.folder, 'test.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'work' }] }));
  return file;
}

/** Opens the window; returns what was logged until the tests are over. */
async function untilExit(browser, port, workspace) {
  const page = await newPage(browser);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const lines = [];
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    lines.push(`${type} ${args.join(' ')}`);
  });
  const exit = new Promise((resolve) => {
    page.exposeFunction('codeAutomationExit', resolve);
    setTimeout(resolve, PATIENCE_MS, 'timeout').unref();
  });
  const payload = [
    ['extensionDevelopmentPath', remote(port, path.join(HERE, 'runner'))],
    ['extensionTestsPath', remote(port, path.join(HERE, 'suite/index.cjs'))],
    ['skipWelcome', 'true'],
  ];
  await page.goto(address(port, { workspace }, payload));
  lines.push(`exit ${await exit}`);
  return lines;
}
