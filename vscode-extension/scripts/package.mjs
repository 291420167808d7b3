// Makes the packages that people install, in build/.
//
//   node scripts/package.mjs                      the universal one, and that of this machine
//   node scripts/package.mjs --target win32-x64   one platform, or `universal`; may be repeated
//   node scripts/package.mjs --all                every one
//   --python PYTHON   a Python with pip and uv (else ../.venv, else python3)
//
// The universal package holds our wheel; what that depends on is fetched from the user's package
// index. That of a platform also holds the wheels of all dependencies for every supported Python.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PLATFORMS, PYTHONS } from './platforms.mjs';
import { buildOwnWheel, downloadDependencies } from './wheelhouse.mjs';

const ROOT = path.dirname(import.meta.dirname);
const BUILD = path.join(ROOT, 'build');
const WHEELS = path.join(ROOT, 'wheels');
const UNIVERSAL = 'universal';
const MOST_UNIVERSAL_BYTES = 4_000_000;

const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true },
    all: { type: 'boolean' },
    python: { type: 'string' },
  },
});
const python = path.resolve(values.python ?? defaultPython());
execFileSync(process.execPath, [path.join(ROOT, 'scripts/build.mjs')], { stdio: 'inherit' });
const own = await buildOwnWheel(python, path.join(BUILD, 'own'));
for (const target of targets()) {
  await gather(target);
  const file = pack(target);
  console.log(`${path.relative(process.cwd(), file)}  ${statSync(file).size} bytes`);
}

function defaultPython() {
  const ofRepository = path.join(ROOT, '../.venv/bin/python');
  if (existsSync(ofRepository)) return ofRepository;
  return execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).trim();
}

function targets() {
  const known = [UNIVERSAL, ...Object.keys(PLATFORMS)];
  if (values.all) return known;
  const wanted = values.target ?? [UNIVERSAL, `${process.platform}-${process.arch}`];
  for (const target of wanted) {
    if (!known.includes(target)) {
      console.error(`${target}: no such target; there are ${known.join(', ')}`);
      process.exit(2);
    }
  }
  return wanted;
}

/** Fills wheels/ for one target, with the list that the extension reads. */
async function gather(target) {
  rmSync(WHEELS, { recursive: true, force: true });
  mkdirSync(WHEELS);
  const wheels = new Map([[path.basename(own), own]]);
  const dependencies = {};
  const versions = target === UNIVERSAL ? [] : PYTHONS;
  for (const found of await Promise.all(
    versions.map((version) => dependenciesOf(target, version)),
  )) {
    dependencies[found.version] = found.wheels.map((wheel) => path.basename(wheel));
    for (const wheel of found.wheels) wheels.set(path.basename(wheel), wheel);
  }
  const hash = createHash('sha256');
  for (const [name, wheel] of [...wheels].sort()) {
    hash.update(`${name}\0`).update(readFileSync(wheel));
    copyFileSync(wheel, path.join(WHEELS, name));
  }
  const bundle = {
    version: /^tclsp-([^-]+)-/.exec(path.basename(own))[1],
    platform: target,
    digest: hash.digest('hex'),
    own: path.basename(own),
    dependencies,
    machines: PLATFORMS[target]?.machines ?? [],
  };
  writeFileSync(path.join(WHEELS, 'bundle.json'), `${JSON.stringify(bundle, null, 2)}\n`);
}

async function dependenciesOf(target, version) {
  const folder = path.join(BUILD, 'wheelhouse', target, version);
  try {
    return { version, wheels: await downloadDependencies(python, target, version, folder) };
  } catch (error) {
    console.error(
      `${target}: no package without wheels of all dependencies for Python ${version}.`,
    );
    console.error(String(error.stderr ?? error));
    process.exit(1);
  }
}

function pack(target) {
  const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const file = path.join(BUILD, `${name}-${target}-${version}.vsix`);
  const vsce = path.join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const platform = target === UNIVERSAL ? [] : ['--target', target];
  const options = ['package', '--no-dependencies', '--out', file, ...platform];
  execFileSync(process.execPath, [vsce, ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (target === UNIVERSAL && statSync(file).size > MOST_UNIVERSAL_BYTES) {
    console.error(
      `${file} has ${statSync(file).size} bytes; it may have ${MOST_UNIVERSAL_BYTES} at most`,
    );
    process.exit(1);
  }
  return file;
}
