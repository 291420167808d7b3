import { spawn } from 'node:child_process';

/** What a program that has ended left behind. */
export interface Outcome {
  /** Its exit code; null where it could not be started, was killed, or took too long. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds; without it the program may take as long as it wants. */
  readonly timeout?: number;
  /** Called with each line that the program prints. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a program to its end. A failure of any kind is an `Outcome`; only an abort is thrown, as
 * the signal's reason.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const { signal, onLine, timeout, ...rest } = options;
  signal?.throwIfAborted();
  const outcome = await new Promise<Outcome>((resolve) => {
    let stdout = '';
    let stderr = '';
    const end = (code: number | null, more = ''): void => {
      resolve({ code, stdout, stderr: stderr + more });
    };
    const child = spawn(command, [...args], {
      ...rest,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal && { signal }),
      ...(timeout !== undefined && { timeout, killSignal: 'SIGKILL' as const }),
    });
    const lines = lineReader(onLine);
    // Chinese characters may be cut between two pieces: the streams put them together.
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      lines(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => {
      // After an abort it still runs for a moment, and may write: `exit` tells its end.
      if (child.pid === undefined) end(null, error.message);
    });
    child.on('exit', (code) => {
      // What it has started may hold its streams open for as long as it likes.
      if (child.killed) end(code);
    });
    child.on('close', (code) => {
      end(code);
    });
  }).catch((error: unknown): Outcome => {
    // Node refuses some programs at once, such as batch files.
    return { code: null, stdout: '', stderr: String(error) };
  });
  signal?.throwIfAborted();
  return outcome;
}

/** Puts lines together that arrive in pieces. */
function lineReader(onLine: ((line: string) => void) | undefined): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) onLine?.(line);
  };
}
