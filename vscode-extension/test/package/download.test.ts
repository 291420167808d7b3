import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askPython, minorVersion } from '../../src/find/python_facts';
import { SCRIPTS } from '../sandbox';
import { packageFor, PYTHON } from './built';
import { Installed } from './installed';
import { converse } from './language_server';
import { INDEX, proxiedIndex } from './package_index';
import { PIP_SETTINGS } from './pip_settings';

const folder = mkdtempSync(path.join(tmpdir(), 'tclsp-test-'));
const executable = path.join(folder, 'bin/python');
let minor: string;

beforeAll(async () => {
  // Unlike that of the repository it has no tclsp.
  execFileSync(PYTHON, ['-m', 'venv', folder]);
  const python = await askPython([executable], { scripts: SCRIPTS, env: process.env });
  expect(python).toMatchObject({ pip: true, tclsp: null });
  if (python !== null) minor = minorVersion(python);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each([
  ['with pip', true],
  ['without pip', false],
])('the universal package on a Python %s', (_, hasPip) => {
  it.each(PIP_SETTINGS)(
    'downloads from the index and through the proxy of %s',
    async (_, write) => {
      const installed = new Installed(packageFor('universal'));
      const index = await proxiedIndex(minor);
      const env = { PATH: '/usr/bin:/bin', ...write(index, installed.home) };
      const found = await installed.findServer(executable, env, { pip: hasPip });
      const { server, hover } = await converse(installed.command(found), installed.workspace);
      expect(server).toBe('tclsp 0.1.0');
      expect(hover).toContain('AuthFailure.SignatureExpire');
      expect(index.requests).toContain(`${INDEX}/libcst/`);
      expect(index.requests.includes(`${INDEX}/pip/`)).toBe(!hasPip);
      expect(installed.said.join('\n')).not.toContain('s3cr');
    },
  );

  it('says where it looked in vain, without the password', async () => {
    const installed = new Installed(packageFor('universal'));
    const env = {
      PATH: '/usr/bin:/bin',
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: 'http://reader:s3cr%40t@127.0.0.1:9/simple',
      PIP_RETRIES: '0',
    };
    const failure: unknown = await installed
      .findServer(executable, env, { pip: hasPip })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'download-failed' });
    expect(String(failure)).toMatch(/No matching distribution found|Connection refused/);
    expect(String(failure)).not.toContain('s3cr');
  });
});
