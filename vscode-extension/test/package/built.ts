import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD = path.join(ROOT, 'build');
const OF_THE_REPOSITORY = path.join(ROOT, '../.venv/bin/python');

/** A Python with pip and `packaging`: that of the repository, unless another one is named. */
export const PYTHON =
  process.env['PYTHON'] ?? (existsSync(OF_THE_REPOSITORY) ? OF_THE_REPOSITORY : 'python3');

/** What the package of this machine is called. */
export const HERE = `${process.platform}-${process.arch}`;

/** A package that was built. */
export interface Package {
  /** `universal`, or its platform. */
  readonly target: string;
  readonly file: string;
}

/** All packages that are there; those of this machine and the universal one have to be. */
export function packages(): Package[] {
  const names = existsSync(BUILD) ? readdirSync(BUILD) : [];
  const found = names.flatMap((name) => {
    const target = /^tclsp-(.+)-[^-]+\.vsix$/.exec(name)?.[1];
    return target === undefined ? [] : [{ target, file: path.join(BUILD, name) }];
  });
  for (const needed of ['universal', HERE]) {
    if (!found.some(({ target }) => target === needed)) {
      throw new Error(`There is no package ${needed} in ${BUILD}; make package builds it.`);
    }
  }
  return found;
}

export function packageFor(wanted: string): string {
  const found = packages().find(({ target }) => target === wanted);
  if (found === undefined) throw new Error(`There is no package ${wanted}.`);
  return found.file;
}

/** The wheels of the dependencies that went into the package of this machine. */
export function wheelhouse(minor: string): string {
  return path.join(BUILD, 'wheelhouse', HERE, minor);
}

/** Sizes of all files in a zip archive, by name. */
export function zipEntries(file: string): Map<string, number> {
  const script =
    'import json, sys, zipfile; ' +
    'print(json.dumps([(i.filename, i.file_size) for i in zipfile.ZipFile(sys.argv[1]).infolist()]))';
  const printed = execFileSync(PYTHON, ['-c', script, file], { encoding: 'utf8' });
  return new Map(JSON.parse(printed) as [string, number][]);
}

/** The text of one file in a zip archive. */
export function zipText(file: string, name: string): string {
  const script =
    'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))';
  return execFileSync(PYTHON, ['-c', script, file, name], { encoding: 'utf8' });
}

/** Unpacks a package as VS Code does; returns the folder of the extension. */
export function unpacked(file: string, folder: string): string {
  execFileSync(PYTHON, ['-m', 'zipfile', '-e', file, folder]);
  return path.join(folder, 'extension');
}
