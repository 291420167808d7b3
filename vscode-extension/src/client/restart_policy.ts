const FIRST_DELAY_MS = 500;
const MOST_CRASHES = 5;
const WINDOW_MS = 180_000;

/** Decides whether and when a server that has died is started again. */
export class RestartPolicy {
  private crashes: number[] = [];

  /**
   * Takes note of a crash at `now` (milliseconds). Returns how long to wait before the next start,
   * twice as long each time; null after too many crashes in three minutes.
   */
  crashed(now: number): number | null {
    this.crashes = this.crashes.filter((time) => now - time < WINDOW_MS);
    this.crashes.push(now);
    if (this.crashes.length > MOST_CRASHES) return null;
    return FIRST_DELAY_MS * 2 ** (this.crashes.length - 1);
  }

  /** Forgets the crashes: somebody has started the server by hand. */
  reset(): void {
    this.crashes = [];
  }
}
