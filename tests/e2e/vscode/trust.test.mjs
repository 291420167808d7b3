// A folder that is not trusted: nothing of it is run until it is. TCLSP_VSIX names the package.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe } from 'node:test';
import { Session } from './session.mjs';
import { until } from './until.mjs';

const MESSAGES = 'sample_app/messages.py';
const PROGRAMS = ['python', 'tclsp'];

describe('a folder without trust', { timeout: 300_000 }, () => {
  const session = new Session(MESSAGES, { prepare, trust: true });

  session.step('is checked, and none of its programs is run', async ({ profile, workbench }) => {
    await workbench.running();
    await workbench.squiggles('warning').first().waitFor({ state: 'attached' });
    assert.deepEqual(ran(profile), []);
  });

  session.step('has its programs used once it is trusted', async ({ profile, workbench }) => {
    await workbench.command('Workspaces: Manage Workspace Trust');
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await until('its programs are run', () => ran(profile).length === PROGRAMS.length);
  });
});

/** Puts programs into the workspace that leave a trace, and settings that name them. */
function prepare(profile) {
  profile.changeUserSettings({
    'security.workspace.trust.enabled': true,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
  });
  profile.writeSettings({ 'tclsp.path': '${workspaceFolder}/.venv/bin/tclsp' });
  mkdirSync(profile.file('.venv/bin'), { recursive: true });
  for (const name of PROGRAMS) {
    const program = profile.file(`.venv/bin/${name}`);
    writeFileSync(program, `#!/bin/sh\ntouch "$0.ran"\nexec /usr/bin/python3 "$@"\n`);
    chmodSync(program, 0o755);
  }
}

/** The names of the programs of the workspace that were run. */
function ran(profile) {
  return PROGRAMS.filter((name) => existsSync(profile.file(`.venv/bin/${name}.ran`)));
}
