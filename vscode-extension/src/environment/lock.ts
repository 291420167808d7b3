import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { hostname } from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../find/failure';
import { isAlive } from '../processes/is_alive';

export interface LockTimes {
  /** How often the holder says that it is alive, in milliseconds. */
  readonly beat: number;
  /** After how long without that the lock is taken over. */
  readonly stale: number;
  /** How often those who wait look. */
  readonly poll: number;
  /** How long they wait at most. */
  readonly patience: number;
}

const TIMES: LockTimes = { beat: 2_000, stale: 15_000, poll: 200, patience: 600_000 };

/**
 * Runs `work` while holding the lock file `file`, so that two windows do not do it at once. The
 * lock of a process that has died is taken over. Throws `Failure` if it cannot be had in time.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
  times: LockTimes = TIMES,
): Promise<T> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const own = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() });
  await acquire(file, own, times, signal);
  const beat = setInterval(() => {
    const now = new Date();
    // A lock that somebody removed by hand must not end the work.
    fs.utimes(file, now, now).catch(() => undefined);
  }, times.beat);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    // After a suspended night another window may have taken it over.
    if ((await read(file)) === own) await fs.rm(file, { force: true });
  }
}

async function acquire(
  file: string,
  own: string,
  times: LockTimes,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + times.patience;
  for (;;) {
    signal?.throwIfAborted();
    if (await create(file, own)) return;
    const holder = await read(file);
    if (holder !== null && (await isAbandoned(file, holder, times.stale))) {
      await takeAway(file, holder);
      continue;
    }
    if (Date.now() > deadline) throw new Failure('locked', file);
    await sleep(times.poll, undefined, signal && { signal });
  }
}

async function create(file: string, own: string): Promise<boolean> {
  try {
    await fs.writeFile(file, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function read(file: string): Promise<string | null> {
  return fs.readFile(file, 'utf8').catch(() => null);
}

async function isAbandoned(file: string, holder: string, stale: number): Promise<boolean> {
  try {
    if (Date.now() - (await fs.stat(file)).mtimeMs > stale) return true;
    const { pid, host } = JSON.parse(holder) as Record<string, unknown>;
    return typeof pid === 'number' && host === hostname() && !isAlive(pid);
  } catch {
    // It has just been released, or is being written: the next look will tell.
    return false;
  }
}

/**
 * Renames first: of several that see an abandoned lock, one removes it. A lock that came in its
 * place meanwhile is put back.
 */
async function takeAway(file: string, holder: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await fs.rename(file, aside);
  } catch {
    return;
  }
  if ((await read(aside)) !== holder) await fs.link(aside, file).catch(() => undefined);
  await fs.rm(aside, { force: true });
}
