import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is true; throws with `what` where it never is. */
export async function until(what, ask, patience = 45_000) {
  const deadline = Date.now() + patience;
  for (;;) {
    if (await ask()) return;
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await sleep(200);
  }
}
