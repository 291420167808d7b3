import { homedir } from 'node:os';
import { expect, it } from 'vitest';
import { expandPath } from '../src/find/expand_path';

it.each([
  ['/opt/tclsp/bin/tclsp', '/opt/tclsp/bin/tclsp'],
  [' ~/bin/tclsp', `${homedir()}/bin/tclsp`],
  ['${userHome}/bin/tclsp', `${homedir()}/bin/tclsp`],
  ['${workspaceFolder}/bin/tclsp', '/work/bin/tclsp'],
  ['${workspaceFolder:jobs}/bin/tclsp', '/other/jobs/bin/tclsp'],
  ['${workspaceFolder:none}/bin/tclsp', '/bin/tclsp'],
  ['${file}/tclsp', '/work/${file}/tclsp'],
  ['${env:TOOLS}/bin/tclsp', '/tools/bin/tclsp'],
  ['${env:NONE}/bin/tclsp', '/bin/tclsp'],
  ['bin/tclsp', '/work/bin/tclsp'],
  ['tclsp', 'tclsp'],
  ['~tclsp', '~tclsp'],
])('%s means %s', (written, expected) => {
  const context = { folders: ['/work', '/other/jobs'], env: { TOOLS: '/tools' } };
  expect(expandPath(written, context)).toBe(expected);
});

it.each(["/of O'Neill/工作", '/two $$ signs', '/the whole $& again'])(
  'fills in the folder %s as it is',
  (folder) => {
    expect(expandPath('${workspaceFolder}/x', { folders: [folder], env: {} })).toBe(`${folder}/x`);
  },
);
