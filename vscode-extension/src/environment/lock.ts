import * as fs from 'node:fs/promises';
import { hostname } from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../find/failure';

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
  await acquire(file, times, signal);
  const beat = setInterval(() => {
    const now = new Date();
    // A lock that somebody removed by hand must not end the work.
    fs.utimes(file, now, now).catch(() => undefined);
  }, times.beat);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await fs.rm(file, { force: true });
  }
}

async function acquire(file: string, times: LockTimes, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + times.patience;
  for (;;) {
    signal?.throwIfAborted();
    if (await create(file)) return;
    if (await isAbandoned(file, times.stale)) {
      await takeAway(file);
      continue;
    }
    if (Date.now() > deadline) throw new Failure('locked', file);
    await sleep(times.poll, undefined, signal && { signal });
  }
}

async function create(file: string): Promise<boolean> {
  try {
    await fs.writeFile(file, JSON.stringify({ pid: process.pid, host: hostname() }), {
      flag: 'wx',
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(file: string, stale: number): Promise<boolean> {
  try {
    if (Date.now() - (await fs.stat(file)).mtimeMs > stale) return true;
    const { pid, host } = JSON.parse(await fs.readFile(file, 'utf8')) as Record<string, unknown>;
    return typeof pid === 'number' && host === hostname() && !isAlive(pid);
  } catch {
    // It has just been released, or is being written: the next look will tell.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Renames first: of several that see an abandoned lock, one removes it. */
async function takeAway(file: string): Promise<void> {
  const aside = `${file}.${process.pid}-${Date.now()}`;
  try {
    await fs.rename(file, aside);
  } catch {
    return;
  }
  await fs.rm(aside, { force: true });
}
