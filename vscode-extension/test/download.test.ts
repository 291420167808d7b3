import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { downloadWheels } from '../src/environment/fill';
import type { PythonFacts } from '../src/find/python_facts';
import { sandbox, SCRIPTS } from './sandbox';

function pythonThat(script: string): PythonFacts {
  const executable = path.join(sandbox(), 'python');
  writeFileSync(executable, `#!/bin/sh\n${script}\n`);
  chmodSync(executable, 0o755);
  return {
    executable,
    version: [3, 12, 1],
    implementation: 'CPython',
    bits: 64,
    freeThreaded: false,
    machine: 'x86_64',
    pip: true,
    tclsp: null,
  };
}

it('lets pip say from where, and through which proxy', async () => {
  const folder = sandbox();
  const record = path.join(folder, 'record');
  const python = pythonThat(
    `echo "$PIP_INDEX_URL $HTTPS_PROXY $*" > ${record}; echo Collecting attrs`,
  );
  const lines: string[] = [];
  await downloadWheels(folder, '/wheels/tclsp.whl', python, sandbox(), {
    scripts: SCRIPTS,
    env: {
      PATH: process.env['PATH'],
      PIP_INDEX_URL: 'https://index.example/simple',
      HTTPS_PROXY: 'http://proxy',
    },
    report: (line) => lines.push(line),
  });
  const said = readFileSync(record, 'utf8');
  expect(said).toContain('https://index.example/simple http://proxy -m pip install');
  expect(said).not.toContain('--index-url');
  expect(said).toContain('/wheels/tclsp.whl');
  expect(lines).toEqual(['Collecting attrs']);
});

it('tells the last thing that pip said', async () => {
  const python = pythonThat(
    'echo "WARNING: retrying" >&2; echo "ERROR: no route to the index" >&2; exit 1',
  );
  const options = { scripts: SCRIPTS, env: process.env, report: () => undefined };
  const failure = downloadWheels(sandbox(), '/wheels/tclsp.whl', python, sandbox(), options);
  await expect(failure).rejects.toMatchObject({
    kind: 'download-failed',
    detail: 'ERROR: no route to the index',
  });
});
