import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../src/processes/run';
import { sandbox } from './sandbox';

function shell(script: string, options = {}): ReturnType<typeof run> {
  return run('/bin/sh', ['-c', script], options);
}

it('tells what a program printed, and how it ended', async () => {
  const outcome = await shell('echo 结果; echo trouble >&2; exit 3');
  expect(outcome).toEqual({ code: 3, stdout: '结果\n', stderr: 'trouble\n' });
});

it('calls with whole lines, whatever the pieces in which they arrive', async () => {
  const lines: string[] = [];
  const onLine = (line: string): unknown => lines.push(line);
  await shell("printf 'Collecting at'; printf 'trs\\nDone\\n'", { onLine });
  expect(lines).toEqual(['Collecting attrs', 'Done']);
});

it.each(['/nowhere/python', 'bad\0name'])(
  'does not throw where %j cannot be started',
  async (name) => {
    expect(await run(name, [])).toMatchObject({ code: null, stdout: '' });
  },
);

it('kills what takes too long', async () => {
  expect(await shell('exec sleep 60', { timeout: 50 })).toMatchObject({ code: null });
});

it('does not wait for what a program that was killed has started', async () => {
  const file = path.join(sandbox(), 'pid');
  const started = shell(`sleep 60 & echo $! > ${file}; wait`, { timeout: 500 });
  expect(await started).toMatchObject({ code: null });
  process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
});

it('has ended when an abort is reported', async () => {
  const file = path.join(sandbox(), 'pid');
  const abort = new AbortController();
  // It takes note of the signal, and goes on for a moment.
  const script = `trap 'echo ended >> ${file}; exit' TERM; echo started; while :; do :; done`;
  const running = shell(script, {
    signal: abort.signal,
    onLine: () => {
      abort.abort();
    },
  });
  await expect(running).rejects.toThrow(/abort/i);
  expect(readFileSync(file, 'utf8')).toBe('ended\n');
});
