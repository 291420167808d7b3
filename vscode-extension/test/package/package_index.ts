import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import { onTestFinished } from 'vitest';
import { PYTHON, wheelhouse } from './built';

/** No machine has this name: who reaches it went through the proxy. */
export const INDEX = 'http://index.invalid/simple';
const PASSWORD = `Basic ${Buffer.from('reader:s3cr@t').toString('base64')}`;
/** The index with what it asks for. */
export const INDEX_WITH_PASSWORD = INDEX.replace('//', '//reader:s3cr%40t@');

const BUNDLED_PIP = `
import ensurepip, glob, os
folders = os.path.join(os.path.dirname(ensurepip.__file__), "_bundled"), "/usr/share/python-wheels"
print(max(file for folder in folders for file in glob.glob(os.path.join(folder, "pip-*.whl"))))
`;

/** A proxy on this machine, behind which there is an index with the dependencies and pip. */
export interface ProxiedIndex {
  readonly proxy: string;
  /** What was asked of the index, in order. */
  readonly requests: readonly string[];
}

/** Starts one that ends with the test; its wheels are for the Python of that minor version. */
export async function proxiedIndex(minor: string): Promise<ProxiedIndex> {
  const wheels = new Map<string, string>();
  const folder = wheelhouse(minor);
  for (const name of readdirSync(folder)) wheels.set(name, path.join(folder, name));
  const pip = execFileSync(PYTHON, ['-c', BUNDLED_PIP], { encoding: 'utf8' }).trim();
  wheels.set(path.basename(pip), pip);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(wheels, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file, 'latin1'), 'latin1').digest('hex');
}

/** A client of a proxy sends the whole address. */
function answer(
  wheels: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const asked = request.url ?? '';
  const file = wheels.get(path.posix.basename(asked));
  if (request.headers.authorization !== PASSWORD) {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="index"' }).end();
  } else if (file !== undefined) {
    response.end(readFileSync(file));
  } else if (asked.startsWith(INDEX)) {
    const links = [...wheels].map(([name, wheel]) => {
      return `<a href="../../files/${name}#sha256=${hashOf(wheel)}">${name}</a>`;
    });
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(links.join('\n'));
  } else {
    response.writeHead(404).end();
  }
}
