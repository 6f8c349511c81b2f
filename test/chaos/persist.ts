import { setTimeout as pause } from 'node:timers/promises';
import { StudioError } from '../../client';

const PAUSE_MS = 150;

/**
 * Asks again until there is an answer, as a client does that knows it may: what may be repeated is repeated with its
 * key, however long it takes, until the run gives up (`gaveUp`; then it throws, with what was answered last). A refusal
 * (4xx) is an answer, and thrown; so is an error of ours (500), for chaos is no excuse for one.
 */
export async function persist<T>(call: () => Promise<T>, gaveUp: AbortSignal): Promise<T> {
  let last = 'nothing';
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (gaveUp.aborted) throw new Error(`The run has given up; the last answer was: ${last}`, { cause: error });
      last = String(error);
      await pause(PAUSE_MS);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof StudioError)) return false;
  const { code, status } = error;
  return code === 'network_error' || code === 'idempotency_in_progress' || status === 429 || (status !== undefined && status > 500);
}
