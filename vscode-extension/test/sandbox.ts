import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import * as path from 'node:path';
import { onTestFinished } from 'vitest';

/** The folder of the extension's Python scripts. */
export const SCRIPTS = fileURLToPath(new URL('../python', import.meta.url));

/** Makes an empty folder that goes when the test ends. */
export function sandbox(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tclsp-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a program that prints `output`, as a Python or a tclsp would; returns its path. */
export function program(file: string, output: string, exitCode = 0): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n/bin/cat <<'END'\n${output}\nEND\nexit ${exitCode}\n`);
  chmodSync(file, 0o755);
  return file;
}

export interface ToldFacts {
  readonly version?: readonly [number, number, number];
  readonly implementation?: string;
  readonly tclsp?: string | null;
  readonly pip?: boolean;
}

/** Writes a program that answers the probe as the Python described would. */
export function fakePython(file: string, told: ToldFacts = {}): string {
  const facts = {
    executable: file,
    version: [3, 12, 1],
    implementation: 'CPython',
    bits: 64,
    freeThreaded: false,
    machine: 'x86_64',
    pip: false,
    tclsp: null,
    ...told,
  };
  return program(file, JSON.stringify(facts));
}
