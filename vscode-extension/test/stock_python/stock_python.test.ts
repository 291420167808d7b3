import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FoundServer } from '../../src/find/find_server';
import { HERE, packageFor } from '../package/built';
import { CUT_OFF, THE_NETWORK } from '../package/cut_off';
import { Installed } from '../package/installed';
import { converse } from '../package/language_server';
import { INDEX, proxiedIndex } from '../package/package_index';
import { inFile } from '../package/pip_settings';

/** Debian's own python3, as `.ci/stock-python` unpacks it. */
const STOCK = process.env['STOCK_PYTHON'] ?? '/usr/bin/python3';

function asked(expression: string): string {
  const script = `import sys; from importlib.util import find_spec; print(${expression})`;
  return execFileSync(STOCK, ['-c', script], { encoding: 'utf8' }).trim();
}

const version = asked('".".join(map(str, sys.version_info[:3]))');
const minor = version.split('.').slice(0, 2).join('.');

async function expectItWorks(installed: Installed, found: FoundServer): Promise<void> {
  const python = { version: version.split('.').map(Number), pip: false };
  expect(found.choice).toMatchObject({ kind: 'environment', python });
  const { server, hover, exitCode } = await converse(installed.command(found), installed.workspace);
  expect(server).toBe('tclsp 0.1.0');
  expect(hover).toContain('AuthFailure.SignatureExpire');
  expect(exitCode).toBe(0);
}

describe(`Debian's Python ${version}`, () => {
  it('has neither pip nor ensurepip', () => {
    expect(asked('(find_spec("pip"), find_spec("ensurepip"))')).toBe('(None, None)');
  });

  it(`runs the server of the package of this machine, ${THE_NETWORK}`, async () => {
    const installed = new Installed(packageFor(HERE));
    const found = await installed.findServer(undefined, {
      ...CUT_OFF,
      PATH: path.dirname(STOCK),
    });
    await expectItWorks(installed, found);
    expect(installed.said).not.toContain('Fetching pip');
  });

  it('runs that of the universal package, for which pip is fetched from where its settings say', async () => {
    const installed = new Installed(packageFor('universal'));
    const index = await proxiedIndex(minor);
    const env = { PATH: path.dirname(STOCK), ...inFile(index, installed.home) };
    const found = await installed.findServer(undefined, env);
    await expectItWorks(installed, found);
    expect(index.requests).toContain(`${INDEX}/pip/`);
    expect(index.requests).toContain(`${INDEX}/libcst/`);
    const { choice } = found;
    expect(choice.kind === 'environment' && existsSync(`${choice.folder}/pip`)).toBe(false);
  });
});
