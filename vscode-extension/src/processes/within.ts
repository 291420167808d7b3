/**
 * Waits for what may never come: at most `patience` milliseconds, and not after an abort, whose
 * reason is thrown.
 */
export async function within<T>(
  patience: number,
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let stopWaiting = (): void => undefined;
  const end = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${patience} ms`));
    }, patience);
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    stopWaiting = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    stopWaiting();
  }
}
