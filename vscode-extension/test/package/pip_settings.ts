import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { INDEX_WITH_PASSWORD, type ProxiedIndex } from './package_index';

type Settings = (index: ProxiedIndex, home: string) => NodeJS.ProcessEnv;

/** Where people write down the index and the proxy; each returns the variables that tell pip so. */
export const PIP_SETTINGS: [string, Settings][] = [
  ['variables', inVariables],
  ['pip.conf', inFile],
];

export function inVariables({ proxy }: ProxiedIndex): NodeJS.ProcessEnv {
  return {
    PIP_CONFIG_FILE: '/dev/null',
    PIP_INDEX_URL: INDEX_WITH_PASSWORD,
    PIP_TRUSTED_HOST: 'index.invalid',
    HTTP_PROXY: proxy,
  };
}

/** The file is written into `home`. */
export function inFile({ proxy }: ProxiedIndex, home: string): NodeJS.ProcessEnv {
  const file = path.join(home, 'pip.conf');
  const lines = [
    '[global]',
    `index-url = ${INDEX_WITH_PASSWORD}`,
    'extra-index-url =',
    'find-links =',
    'trusted-host = index.invalid',
    `proxy = ${proxy}`,
    '[install]',
    'user = true',
    'require-virtualenv = true',
  ];
  writeFileSync(file, lines.join('\n'));
  return { PIP_CONFIG_FILE: file };
}
