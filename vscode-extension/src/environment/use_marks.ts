import * as fs from 'node:fs/promises';
import { hostname } from 'node:os';
import * as path from 'node:path';
import { isAlive } from '../processes/is_alive';

/** In an environment: one empty file for each window that runs a server from it. */
const FOLDER = '.tclsp-used-by';
/** After this long a window of another machine, which cannot be asked, counts as closed. */
const FORGOTTEN_MS = 7 * 24 * 3_600_000;

/** Notes that this window runs a server from `environment`. */
export async function markUsed(environment: string): Promise<void> {
  const marks = path.join(environment, FOLDER);
  await fs.mkdir(marks, { recursive: true });
  await fs.writeFile(path.join(marks, `${process.pid}@${hostname()}`), '');
}

/** Whether another window that is still open runs a server from `environment`. */
export async function isUsedElsewhere(environment: string): Promise<boolean> {
  const marks = path.join(environment, FOLDER);
  const names = await fs.readdir(marks).catch(() => []);
  const used = await Promise.all(names.map((name) => isOpen(path.join(marks, name))));
  return used.some(Boolean);
}

async function isOpen(mark: string): Promise<boolean> {
  const [pid, ...host] = path.basename(mark).split('@');
  if (host.join('@') === hostname()) return Number(pid) !== process.pid && isAlive(Number(pid));
  const made = await fs.stat(mark).catch(() => null);
  return made !== null && Date.now() - made.mtimeMs < FORGOTTEN_MS;
}
