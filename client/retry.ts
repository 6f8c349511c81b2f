import { StudioError } from './studio-error';

export interface RetryOptions {
  /** Tries in all; 1 switches retries off. Default 5. */
  maxAttempts?: number;
  /** A server that asks for a longer wait than this, in ms, is taken at its word: the error is thrown. Default 10 s. */
  maxWaitMs?: number;
  /** How waiting is done; tests give their own. Rejects with the signal's reason when it is aborted. */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const FIRST_WAIT_MS = 200;

/** Calls `attempt` again after failures that a repeat may mend, at growing intervals and never earlier than told. */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  isRepeatable: (error: StudioError) => boolean,
  options: RetryOptions,
  signal?: AbortSignal,
): Promise<T> {
  const { maxAttempts = 5, maxWaitMs = 10_000, wait = waitFor } = options;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof StudioError) || tries >= maxAttempts || !isRepeatable(error)) throw error;
      const ms = Math.max(FIRST_WAIT_MS * 2 ** (tries - 1), error.retryAfterMs ?? 0);
      if ((error.retryAfterMs ?? 0) > maxWaitMs) throw error;
      await wait(ms, signal);
    }
  }
}

/** True when the same request may be sent again: nothing was done, or its key makes a repeat harmless. */
export function isSafeToRepeat(method: string, error: StudioError): boolean {
  if (error.status === 429 || error.status === 503) return true;
  if (error.code === 'idempotency_in_progress') return true;
  // A PUT or DELETE that landed would meet its own If-Match, so its caller decides.
  return error.code === 'network_error' && (method === 'GET' || method === 'POST');
}

function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
