import { setTimeout as pause } from 'node:timers/promises';
import { FatalError } from './fatal-error';

const LONGEST_MS = 60_000;

/** Resolves when `/ready` answers 200. Rejects after a minute, saying what is missing, or when `stopping`. */
export async function waitReady(url: string, stopping: AbortSignal): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  let last = 'it does not answer';
  while (Date.now() < end) {
    try {
      const response = await fetch(new URL('/ready', url), { signal: AbortSignal.any([stopping, AbortSignal.timeout(5_000)]) });
      if (response.ok) {
        return;
      }
      last = await response.text();
    } catch (error) {
      stopping.throwIfAborted();
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(50, undefined, { signal: stopping });
  }
  throw new FatalError(`The Studio at ${url} did not become ready within a minute (${last}); the lines above say why.`);
}
