// Bundles the extension into dist/extension.js, and the licences of what is bundled into
// dist/third-party-licences.txt: node scripts/build.mjs [--watch]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { context } from 'esbuild';

const root = path.dirname(import.meta.dirname);
const bundle = await context({
  absWorkingDir: root,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  mainFields: ['module', 'main'],
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
});
if (process.argv.includes('--watch')) {
  await bundle.watch();
} else {
  const { metafile } = await bundle.rebuild();
  await bundle.dispose();
  writeFileSync(path.join(root, 'dist/third-party-licences.txt'), licences(metafile));
}

/** The licence texts of all packages that went into the bundle. */
function licences(metafile) {
  const folders = Object.keys(metafile.inputs)
    .map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)].sort().map(licence).join('\n');
}

function licence(folder) {
  const full = path.join(root, folder);
  const { name, version } = JSON.parse(readFileSync(path.join(full, 'package.json'), 'utf8'));
  const file = readdirSync(full).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence text`);
  const text = readFileSync(path.join(full, file), 'utf8').trim();
  return `== ${name} ${version}\n\n${text}\n`;
}
