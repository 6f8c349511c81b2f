import { DEFAULT_RETRY, LONGEST_RETRY_AFTER_MS } from '../contracts/constants';
import { toMilliseconds } from '../contracts/duration';
import { ModelError } from '../contracts/ports/model-provider';
import type { RetryPolicy } from '../contracts/steps';

/** What follows from a failed attempt: another one after a delay, or the step's failure. */
export type RetryDecision = { retry: true; delayMs: number } | { retry: false; code: 'provider_error' | 'provider_rate_limited' };

/**
 * Decides after the `failures`th failure (from 1) that the provider caused. Attempts lost with a worker do not count.
 * A provider's `retry-after` is a floor; one that is longer than ten minutes ends the call.
 */
export function decideRetry(error: unknown, failures: number, policy: RetryPolicy = {}): RetryDecision {
  if (!(error instanceof ModelError) || !error.retryable) return { retry: false, code: 'provider_error' };
  if ((error.retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS) return { retry: false, code: 'provider_rate_limited' };
  const pause = retryPause(failures, policy);
  return pause === null ? { retry: false, code: 'provider_error' } : { retry: true, delayMs: Math.max(pause, error.retryAfterMs ?? 0) };
}

/** Milliseconds to wait after the `failures`th failure (from 1); null when the policy allows no further attempt. */
export function retryPause(failures: number, policy: RetryPolicy = {}): number | null {
  const { maxAttempts, initialInterval, backoff, maxInterval } = { ...DEFAULT_RETRY, ...policy };
  if (failures >= maxAttempts) return null;
  return Math.min(toMilliseconds(initialInterval) * backoff ** (failures - 1), toMilliseconds(maxInterval));
}
