import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { readBundle } from '../../src/environment/bundle';
import { privateEnvironment } from '../../src/environment/private_environment';
import { findServer, type FoundServer } from '../../src/find/find_server';
import type { PythonFacts } from '../../src/find/python_facts';
import { serverCommand, type ServerCommand } from '../../src/find/server_choice';
import { pythonVariables } from '../../src/processes/python_variables';
import { sandbox } from '../sandbox';
import { unpacked } from './built';

/** A package as it lies on the machine of somebody who has installed it. */
export class Installed {
  // Names that quoting and encoding could stumble over.
  readonly home = path.join(sandbox(), "O'Neill 主目录 😀");
  readonly workspace = path.join(this.home, 'my work 工作');
  readonly storage = path.join(this.home, 'global storage');
  readonly said: string[] = [];
  private readonly extension: string;

  constructor(file: string) {
    mkdirSync(this.workspace, { recursive: true });
    this.extension = unpacked(file, path.join(this.home, 'extensions'));
  }

  /** Finds the server by the extension's own code; `taken` is what its Python is taken for. */
  findServer(
    interpreter: string | undefined,
    env: NodeJS.ProcessEnv,
    taken: Partial<PythonFacts> = {},
  ): Promise<FoundServer> {
    const scripts = path.join(this.extension, 'python');
    const wheels = path.join(this.extension, 'wheels');
    const report = (line: string): unknown => this.said.push(line);
    const common = { scripts, env: pythonVariables({ HOME: this.home, ...env }) };
    return findServer({
      ...common,
      setting: interpreter,
      folders: [this.workspace],
      trusted: true,
      platform: process.platform,
      log: report,
      environment: ({ python, source }) =>
        privateEnvironment(
          { python: { ...python, ...taken }, source },
          {
            ...common,
            report,
            wheels,
            storage: this.storage,
            bundle: readBundle(wheels),
            making: (work) => work({ ...common, report }),
          },
        ),
    });
  }

  command({ choice, env }: FoundServer): ServerCommand {
    return serverCommand(choice, this.extension, env);
  }

  /** Puts modules into the workspace that have the names of others, and end whoever imports them. */
  addMisleadingModules(): void {
    for (const name of ['json.py', 'asyncio.py', 'sitecustomize.py', 'tclsp/__init__.py']) {
      const file = path.join(this.workspace, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `raise SystemExit("${name} of the workspace was imported")\n`);
    }
  }
}
