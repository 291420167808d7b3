import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Hover,
  type InitializeResult,
} from 'vscode-languageserver-protocol/node';
import type { ServerCommand } from '../../src/find/server_choice';

const SOURCE = `
from tencentcloud.common.exception import TencentCloudSDKException

try:
    client.DescribeInstances(request)
except TencentCloudSDKException as error:
    if error.code == "AuthFailure.SignatureExpire":
        raise
`;
const LINE = 6;

export interface Conversation {
  /** Who answered `initialize`: `tclsp 0.1.0`. */
  readonly server: string;
  /** The text of a hover over an error code. */
  readonly hover: string;
  /** That of the process, after `shutdown` and `exit`. */
  readonly exitCode: number | null;
}

/** Starts a server and talks with it as an editor does, about a file below `workspace`. */
export async function converse(command: ServerCommand, workspace: string): Promise<Conversation> {
  const { args, cwd, env } = command;
  const child = spawn(command.command, [...args], {
    ...(cwd !== undefined && { cwd }),
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onClose(() => {
    connection.dispose();
  });
  connection.listen();
  const root = pathToFileURL(workspace).href;
  const uri = `${root}/app.py`;
  const { serverInfo } = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: 'workspace' }],
    capabilities: {},
    initializationOptions: { settings: { language: 'en' } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text: SOURCE },
  });
  const position = { line: LINE, character: 25 };
  const hover = await connection.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri },
    position,
  });
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  const [exitCode] = await ended;
  return {
    server: `${serverInfo?.name ?? ''} ${serverInfo?.version ?? ''}`,
    hover: JSON.stringify(hover?.contents ?? null),
    exitCode,
  };
}
