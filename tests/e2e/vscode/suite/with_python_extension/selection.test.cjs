const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');
const { languageServers } = require('../../language_servers.mjs');
const window = require('../window.cjs');

const OF_MESSAGES = ['TCL201', 'TCL107', 'TCL302', 'TCL202'];

describe('Beside the Python extension', () => {
  const folder = vscode.workspace.workspaceFolders[0].uri.fsPath;
  let own;

  before(async () => {
    await window.runningExtension();
    await serverRunsOn('.venv');
    own = (await variableOfServer('PYTHONPATH')) ?? '';
    assert.match(own, /\/globalStorage\/tclsp\.tclsp\/environments\//);
    for (const name of ['selected', 'other']) makeEnvironment(path.join(folder, name), own);
  });

  it('the server is that of the selected interpreter once that extension is installed', async () => {
    const packed = vscode.Uri.file(process.env.TCLSP_PYTHON_EXTENSION);
    await vscode.commands.executeCommand('workbench.extensions.installExtension', packed);
    await serverRunsOn('selected');
    assert.equal(await variableOfServer('PYTHONPATH'), undefined);
  });

  it('it is another one once another is selected', async () => {
    await select('other');
    await serverRunsOn('other');
    const { uri } = await window.open('messages.py');
    await window.reports(uri, OF_MESSAGES);
    await window.discard();
  });

  it('that of the extension runs on an interpreter that has none', async () => {
    await select('.venv');
    await serverRunsOn('.venv');
    assert.equal(await variableOfServer('PYTHONPATH'), own);
  });

  it('a selected interpreter that is not there is left aside', async () => {
    await select('other');
    await serverRunsOn('other');
    await select('removed');
    await serverRunsOn('.venv');
  });

  /** Waits until there is one server, which the Python of that environment runs. */
  async function serverRunsOn(environment) {
    const expected = pythonOf(environment);
    await window.until(`the server runs on ${environment}`, async () => {
      const servers = await languageServers(process.pid);
      return servers.length === 1 && told(servers[0], 'cmdline')[0] === expected;
    });
  }

  async function select(environment) {
    const { environments } = vscode.extensions.getExtension('ms-python.python').exports;
    await environments.updateActiveEnvironmentPath(pythonOf(environment));
  }

  function pythonOf(environment) {
    return path.join(folder, environment, 'bin/python');
  }
});

/** Makes an environment that finds its tclsp in another folder. */
function makeEnvironment(environment, tclsp) {
  execFileSync('/usr/bin/python3', ['-m', 'venv', '--without-pip', environment]);
  const [version] = readdirSync(path.join(environment, 'lib'));
  const packages = path.join(environment, 'lib', version, 'site-packages');
  writeFileSync(path.join(packages, 'tclsp.pth'), `${tclsp}\n`);
}

async function variableOfServer(name) {
  const [pid] = await languageServers(process.pid);
  const line = told(pid, 'environ').find((each) => each.startsWith(`${name}=`));
  return line?.slice(name.length + 1);
}

/** What Linux tells of a process; nothing once it has ended. */
function told(pid, what) {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
