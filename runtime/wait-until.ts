import { setTimeout as pause } from 'node:timers/promises';

/** Asks every `intervalMs` until the answer is true. Rejects with `complaint` and the last error after `timeoutMs`. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  complaint: string,
  intervalMs = 25,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (await condition()) {
      return;
    }
    if (Date.now() >= end) {
      throw new Error(`${complaint} within ${timeoutMs} ms`);
    }
    await pause(intervalMs);
  }
}
