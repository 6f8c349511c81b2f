import { setTimeout as pause } from 'node:timers/promises';

/** Once nothing is broken any more everything may take as long as it needs, but not stand still for so long. */
const STILL_MS = 120_000;
const LOOK_MS = 1_000;

/**
 * Waits until `look` finds nothing left ('' ) and resolves with null. A run on a machine that others use too takes its
 * time; what must not be is that nothing happens: if `look` finds the same for two minutes, resolves with that.
 */
export async function untilSettled(
  look: () => string | Promise<string>,
  { stillMs = STILL_MS, lookMs = LOOK_MS } = {},
): Promise<string | null> {
  let left = '';
  let since = performance.now();
  for (;;) {
    const now = await look();
    if (now === '') return null;
    if (now !== left) [left, since] = [now, performance.now()];
    else if (performance.now() - since > stillMs) return left;
    await pause(lookMs);
  }
}
