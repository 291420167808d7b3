import { statSync } from 'node:fs';
import * as path from 'node:path';
import { run } from '../processes/run';
import { expandPath } from './expand_path';
import { Failure } from './failure';
import {
  interpreterCandidates,
  type InterpreterHints,
  type InterpreterSource,
} from './interpreters';
import {
  askPython,
  describePython,
  isRecentEnough,
  type ProbeOptions,
  type PythonFacts,
} from './python_facts';
import type { ServerChoice } from './server_choice';
import { mayRun, withTrustedPath } from './trust';

/** A Python that answered. */
export interface FoundPython {
  readonly python: PythonFacts;
  readonly source: InterpreterSource;
}

export interface PrivateEnvironment {
  readonly folder: string;
  readonly found: FoundPython;
  /** That of the tclsp in it. */
  readonly version: string;
}

export interface Search extends InterpreterHints, ProbeOptions {
  /** `tclsp.path` */
  readonly serverPath?: string | undefined;
  /** Makes the private environment, which a Python that is recent enough runs. */
  readonly environment: (found: FoundPython) => Promise<PrivateEnvironment>;
  readonly log: (line: string) => void;
}

export interface FoundServer {
  readonly choice: ServerChoice;
  /** The interpreter of the workspace, whose SDK counts; null where none is there. */
  readonly selected: PythonFacts | null;
  /** The variables it was found with, for the server itself. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds the server: `tclsp.path`, else the tclsp of the selected interpreter, else the private
 * environment. Throws `Failure`.
 */
export async function findServer(wanted: Search): Promise<FoundServer> {
  const search = { ...wanted, env: withTrustedPath(wanted.env, wanted) };
  const pythons = answeringPythons(search);
  const first = await pythons.next();
  const selected = first.done === true ? null : first.value;
  const { env } = search;
  const choice = search.serverPath ? await serverAt(search.serverPath, search) : null;
  if (choice !== null) return { choice, selected: selected?.python ?? null, env };
  if (selected === null) throw new Failure('no-python', '');
  if (isUsable(selected.python) && selected.python.tclsp !== null) {
    const { python, source } = selected;
    const version = selected.python.tclsp;
    return { choice: { kind: 'interpreter', python, source, version }, selected: python, env };
  }
  const { folder, version, found } = await search.environment(await firstUsable(selected, pythons));
  const own = { kind: 'environment', folder, version, ...found } as const;
  return { choice: own, selected: selected.python, env };
}

function isUsable(python: PythonFacts): boolean {
  return isRecentEnough(python) && python.implementation === 'CPython';
}

async function* answeringPythons(search: Search): AsyncGenerator<FoundPython, void> {
  const seen = new Set<string>();
  for (const { command, source } of interpreterCandidates(search)) {
    const python = await askPython(command, search);
    if (python === null) {
      search.log(`${source}: ${command.join(' ')} is not a working Python`);
      if (source === 'tclsp.interpreter') {
        throw new Failure('interpreter-broken', command.join(' '));
      }
      continue;
    }
    if (seen.has(python.executable)) continue;
    seen.add(python.executable);
    const has = python.tclsp === null ? 'without tclsp' : `with tclsp ${python.tclsp}`;
    search.log(`${source}: ${describePython(python)}, ${has}`);
    yield { python, source };
  }
}

async function firstUsable(
  first: FoundPython,
  others: AsyncIterable<FoundPython>,
): Promise<FoundPython> {
  if (isUsable(first.python)) return first;
  const rejected = [first];
  for await (const found of others) {
    if (isUsable(found.python)) return found;
    rejected.push(found);
  }
  throw new Failure('no-python', rejected.map(({ python }) => describePython(python)).join(', '));
}

/** Null where it may not be run. */
async function serverAt(written: string, search: Search): Promise<ServerChoice | null> {
  const expanded = expandPath(written, search);
  if (!mayRun(expanded, search)) {
    search.log(`tclsp.path: ${expanded} is in the workspace, which is not trusted`);
    return null;
  }
  const isBareName = !/[\\/]/.test(expanded);
  if (!isBareName && !isFile(expanded)) throw new Failure('path-missing', expanded);
  const outcome = await run(expanded, ['--version'], {
    cwd: path.dirname(search.scripts),
    env: search.env,
    signal: search.signal,
    timeout: 20_000,
  });
  if (outcome.code !== 0) throw new Failure('path-broken', expanded, outcome.stderr);
  const version = /^tclsp (\S+)/m.exec(outcome.stdout)?.[1] ?? null;
  return { kind: 'path', path: expanded, version };
}

function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}
