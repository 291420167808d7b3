import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { run, type Outcome } from '../src/processes/run';
import { sandbox, SCRIPTS } from './sandbox';

let index: string;
let target: string;

beforeEach(() => {
  index = sandbox();
  target = sandbox();
});

/** Writes the page of pip: links with the attributes that are given, to files that hold their name. */
function writePage(links: Readonly<Record<string, string>>): void {
  const written = Object.entries(links).map(([name, attributes]) => {
    writeFileSync(path.join(index, name), name);
    return `<a href="../${name}#sha256=${sha256(name)}" ${attributes}>${name}</a>`;
  });
  mkdirSync(path.join(index, 'pip'));
  writeFileSync(path.join(index, 'pip/index.html'), written.join('<br>\n'));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function fetchPip(env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const common = { PATH: process.env['PATH'], PIP_CONFIG_FILE: '/dev/null' };
  const from = { PIP_INDEX_URL: pathToFileURL(index).href, ...env };
  return run('python3', [path.join(SCRIPTS, 'fetch_pip.py'), target], {
    env: { ...common, ...from },
  });
}

it('takes the newest wheel that this Python can use', async () => {
  writePage({
    'pip-9.0.3-py3-none-any.whl': '',
    'pip-25.10-py3-none-any.whl': 'data-requires-python="&gt;=3.9"',
    'pip-25.9-py3-none-any.whl': '',
    'pip-26.0b1-py3-none-any.whl': '',
    'pip-26.1-py3-none-any.whl': 'data-requires-python="&gt;=3.99, &lt;4"',
    'pip-26.2-py3-none-any.whl': 'data-yanked="broken"',
    'pip-27.0.tar.gz': '',
  });
  const { stdout } = await fetchPip();
  const wheel = path.join(target, 'pip-25.10-py3-none-any.whl');
  expect(stdout.trim()).toBe(wheel);
  expect(readFileSync(wheel, 'utf8')).toBe('pip-25.10-py3-none-any.whl');
});

it('refuses a wheel whose hash is another', async () => {
  writePage({ 'pip-25.0-py3-none-any.whl': '' });
  writeFileSync(path.join(index, 'pip-25.0-py3-none-any.whl'), 'something else');
  const { code, stdout, stderr } = await fetchPip();
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^pip could not be downloaded from file:.*its sha256 is /);
});

it('looks into the folders of find-links, alone where no-index is set', async () => {
  writeFileSync(path.join(index, 'pip-24.0-py3-none-any.whl'), '');
  const found = await fetchPip({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: index });
  expect(found.stdout).toContain('pip-24.0');
});

it.each([
  ['the user', '.config/pip/pip.conf', 'index-url'],
  ['the user, as it once was', '.pip/pip.conf', 'index_url'],
])('reads the settings file of %s', async (_, name, key) => {
  writePage({ 'pip-25.0-py3-none-any.whl': '' });
  const HOME = sandbox();
  mkdirSync(path.dirname(path.join(HOME, name)), { recursive: true });
  const text = `[global]\n${key} = ${pathToFileURL(index).href}/\n`;
  writeFileSync(path.join(HOME, name), text);
  const { stdout } = await fetchPip({ HOME, PIP_CONFIG_FILE: '', PIP_INDEX_URL: '' });
  expect(stdout).toContain('pip-25.0');
});

describe('an index that asks for a password', () => {
  const LOGIN = 'reader:s3cr@t';

  /** Starts one, whose links name its host in full; returns its host and port. */
  async function guardedIndex(): Promise<string> {
    const expected = `Basic ${Buffer.from(LOGIN).toString('base64')}`;
    const server = createServer(({ headers, url }, response) => {
      const link = `<a href="http://${headers.host ?? ''}/files/pip-25.0-py3-none-any.whl">pip</a>`;
      if (headers.authorization !== expected) response.writeHead(401).end();
      else response.end(url === '/simple/pip/' ? link : 'a wheel');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('gets that of its address, for the files that it links to, too', async () => {
    const PIP_INDEX_URL = `http://reader:s3cr%40t@${await guardedIndex()}/simple`;
    const { stdout } = await fetchPip({ PIP_INDEX_URL });
    expect(readFileSync(stdout.trim(), 'utf8')).toBe('a wheel');
  });

  it.each([
    ['.netrc', {}],
    ['own.netrc', { NETRC: '~/own.netrc' }],
  ])('gets that of %s', async (name, env) => {
    const HOME = sandbox();
    writeFileSync(path.join(HOME, name), 'machine 127.0.0.1 login reader password s3cr@t\n');
    const PIP_INDEX_URL = `http://${await guardedIndex()}/simple`;
    const { stdout } = await fetchPip({ HOME, PIP_INDEX_URL, ...env });
    expect(stdout).toContain('pip-25.0');
  });

  it('gets none where there is none', async () => {
    const HOME = sandbox();
    writeFileSync(path.join(HOME, '.netrc'), 'no such words');
    const PIP_INDEX_URL = `http://${await guardedIndex()}/simple`;
    const { code, stderr } = await fetchPip({ HOME, PIP_INDEX_URL });
    expect(code).toBe(1);
    expect(stderr).toContain('HTTP Error 401');
  });
});

it.each(['ftp://index.invalid', 'nonsense', 'http://[broken'])(
  'says in one sentence that nothing is at %s',
  async (address) => {
    const { code, stderr } = await fetchPip({ PIP_INDEX_URL: address });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^This Python has no pip, and none was found\. .*$/m);
    expect(stderr).not.toContain('Traceback');
  },
);
