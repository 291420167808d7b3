import { expect, it } from 'vitest';
import { chosenSettings, serverSettingNames, type Inspected } from '../src/client/server_settings';

it('sends what somebody has set, and no default, which would go before the project', () => {
  const values: Record<string, Inspected> = {
    select: { globalValue: ['TCL1'] },
    ignore: { workspaceValue: [] },
    language: { workspaceFolderValue: null },
    debounce: {},
  };
  const configuration = {
    get: (name: string) => `value of ${name}`,
    inspect: (name: string) => values[name],
  };
  expect(chosenSettings(Object.keys(values), configuration)).toEqual({
    select: 'value of select',
    ignore: 'value of ignore',
    language: 'value of language',
  });
});

it('keeps from the server what is meant for the extension', () => {
  const declared = ['enable', 'path', 'trace.server', 'select'];
  expect(serverSettingNames(declared)).toEqual(['select']);
});
