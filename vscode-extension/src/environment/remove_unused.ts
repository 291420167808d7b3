import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isUsedElsewhere } from './use_marks';

/**
 * Removes what earlier versions and interrupted runs left beside `environment`, in the lock that
 * `locked` takes. What is used by a window that still runs an earlier version stays.
 */
export async function removeUnused(
  environment: string,
  locked: (remove: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const others = await othersThan(environment);
  // What another window is making now is no reason to wait for it.
  if (others.every((other) => path.basename(other).startsWith('.making-'))) return;
  await locked(async () => {
    for (const other of await othersThan(environment)) {
      // One that is in use may resist.
      await fs.rm(other, { recursive: true, force: true }).catch(() => undefined);
    }
  });
}

/** Those of the same wheels for other Pythons are no leftovers. */
async function othersThan(environment: string): Promise<string[]> {
  const parent = path.dirname(environment);
  const digest = environment.split('-').at(-1);
  const names = (await fs.readdir(parent)).filter((name) => name.split('-').at(-1) !== digest);
  const others = names.map((name) => path.join(parent, name));
  const used = await Promise.all(others.map(isUsedElsewhere));
  return others.filter((_, place) => !used[place]);
}
