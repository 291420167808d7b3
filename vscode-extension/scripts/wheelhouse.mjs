// Gathers wheels: our own, built from this repository, and those of its dependencies.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { PLATFORMS } from './platforms.mjs';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/** Builds our wheel into `folder`, with the catalogue inside; returns its path. */
export async function buildOwnWheel(python, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = ['--no-deps', '--quiet', '--disable-pip-version-check', '--wheel-dir', folder];
  await run(python, ['-m', 'pip', 'wheel', ...options, REPOSITORY]);
  const [name] = readdirSync(folder);
  return path.join(folder, name);
}

/**
 * Downloads the dependencies for one platform and one Python into `folder`, unless it holds just
 * these; returns their paths. uv resolves, because pip takes the markers of its own Python. Throws
 * where there is no wheel of one of them: nobody should have to compile.
 */
export async function downloadDependencies(python, platform, version, folder) {
  const { uv, tags } = PLATFORMS[platform];
  const requirements = await resolve(python, uv, version);
  const list = path.join(folder, 'requirements.txt');
  if (!existsSync(list) || readFileSync(list, 'utf8') !== requirements) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const wanted = path.join(folder, 'wanted.txt');
    writeFileSync(wanted, requirements);
    const abi = `cp${version.replace('.', '')}`;
    await run(python, [
      ...['-m', 'pip', 'download', '--quiet', '--quiet', '--disable-pip-version-check'],
      ...['--no-deps', '--only-binary', ':all:'],
      ...['--implementation', 'cp', '--python-version', version],
      ...[abi, 'abi3', 'none'].flatMap((name) => ['--abi', name]),
      ...tags.flatMap((tag) => ['--platform', tag]),
      ...['--dest', folder, '--requirement', wanted],
    ]);
    rmSync(wanted);
    // Last: an interrupted download has no such file.
    writeFileSync(list, requirements);
  }
  const wheels = readdirSync(folder).filter((name) => name.endsWith('.whl'));
  return wheels.sort().map((name) => path.join(folder, name));
}

/** The versions of all dependencies, with hashes, as a list of requirements. */
async function resolve(python, platform, version) {
  return run(python, [
    ...['-m', 'uv', 'pip', 'compile', path.join(REPOSITORY, 'pyproject.toml'), '--quiet'],
    ...['--python-version', version, '--python-platform', platform, '--only-binary', ':all:'],
    ...['--generate-hashes', '--no-header', '--no-annotate'],
  ]);
}

async function run(command, args) {
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
