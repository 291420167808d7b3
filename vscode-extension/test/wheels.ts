import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import type { Bundle } from '../src/environment/bundle';

const WRITE_WHEEL = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as wheel:
    for name, text in json.loads(sys.argv[2]).items():
        wheel.writestr(name, text)
`;

/** What `verify.py` imports, as modules that hold nothing. */
const STAND_INS = {
  'libcst/__init__.py': '',
  'lsprotocol/__init__.py': '',
  'lsprotocol/types.py': '',
  'pygls/__init__.py': '',
  'rapidfuzz/__init__.py': '',
  'rapidfuzz/distance.py': '',
  'tree_sitter/__init__.py': '',
  'tree_sitter_python/__init__.py': '',
};

/** Writes a wheel with these files. */
export function writeWheel(file: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(path.dirname(file), { recursive: true });
  execFileSync('python3', ['-c', WRITE_WHEEL, file, JSON.stringify(files)]);
}

/** Writes wheels that make a complete environment for every Python, and returns their list. */
export function writeBundle(folder: string, changes: Partial<Bundle> = {}): Bundle {
  const version = changes.version ?? '0.1.0';
  const own = `tclsp-${version}-py3-none-any.whl`;
  writeWheel(path.join(folder, own), {
    'tclsp/__init__.py': `__version__ = "${version}"\n`,
    'tclsp/cli/__init__.py': '',
    'tclsp/cli/server.py': '',
  });
  writeWheel(path.join(folder, 'needed.whl'), STAND_INS);
  const minors = [10, 11, 12, 13, 14].map((minor) => `3.${minor}`);
  return {
    version,
    platform: 'linux-x64',
    digest: '0123456789abcdef',
    own,
    dependencies: Object.fromEntries(minors.map((minor) => [minor, ['needed.whl']])),
    machines: ['x86_64', 'aarch64', 'arm64', 'amd64'],
    ...changes,
  };
}
