import { expect, it } from 'vitest';
import { within } from '../src/processes/within';

const never = new Promise<string>(() => undefined);
const { signal } = new AbortController();

it('gives what comes in time, and what goes wrong', async () => {
  expect(await within(60_000, Promise.resolve('here'), signal)).toBe('here');
  const failing = within(60_000, Promise.reject(new Error('no')), signal);
  await expect(failing).rejects.toThrow('no');
});

it('does not wait longer than it may', async () => {
  await expect(within(1, never, signal)).rejects.toThrow(/no answer/);
});

it('does not wait after an abort', async () => {
  const abort = new AbortController();
  const waiting = within(60_000, never, abort.signal);
  abort.abort(new Error('something else is wanted'));
  await expect(waiting).rejects.toThrow('something else is wanted');
  await expect(within(60_000, never, abort.signal)).rejects.toThrow('something else is wanted');
});
