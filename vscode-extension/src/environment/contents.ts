import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** What an environment held when it was finished, so that a damaged one can be told. */
interface Contents {
  /** Sizes in bytes, by path below the folder. */
  readonly files: Readonly<Record<string, number>>;
}

const NAME = '.tclsp-contents.json';

/** Writes down what `folder` holds. */
export async function writeContents(folder: string): Promise<void> {
  const files: Record<string, number> = {};
  for await (const file of filesBelow(folder)) {
    files[path.relative(folder, file)] = (await fs.stat(file)).size;
  }
  const contents: Contents = { files };
  await fs.writeFile(path.join(folder, NAME), JSON.stringify(contents));
}

/** Has `folder` made anew by the next search for the server. */
export async function markBroken(folder: string): Promise<void> {
  await fs.rm(path.join(folder, NAME), { force: true }).catch(() => undefined);
}

/** Whether `folder` still holds all that was written down, each file in its size. */
export async function isIntact(folder: string): Promise<boolean> {
  try {
    const written = await fs.readFile(path.join(folder, NAME), 'utf8');
    const { files } = JSON.parse(written) as Contents;
    const checks = Object.entries(files).map(async ([name, size]) => {
      return (await fs.stat(path.join(folder, name))).size === size;
    });
    return (await Promise.all(checks)).every(Boolean);
  } catch {
    return false;
  }
}

/** Yields all files but compiled ones, which come and go. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(name);
    else if (!entry.name.endsWith('.pyc')) yield name;
  }
}
