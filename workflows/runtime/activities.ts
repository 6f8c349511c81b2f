import { ActivityCancellationType, type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../contracts/activities';
import { DEFAULT_RETRY, LOST_ATTEMPTS_ALLOWED } from '../../contracts/constants';
import { toMilliseconds } from '../../contracts/duration';
import type { RetryPlan } from '../../contracts/plan';

const DEFAULT_HEARTBEAT_MS = 5_000;

const retryByDefault: RetryPlan = {
  maxAttempts: DEFAULT_RETRY.maxAttempts,
  initialIntervalMs: toMilliseconds(DEFAULT_RETRY.initialInterval),
  backoff: DEFAULT_RETRY.backoff,
  maxIntervalMs: toMilliseconds(DEFAULT_RETRY.maxInterval),
};

/**
 * Options of a model or tool call. Temporal may try more often than the policy says, for attempts that were lost
 * with their worker are not failures of the call; the activity itself counts those and says when to try again.
 */
export function callOptions(retry: RetryPlan = retryByDefault, heartbeatTimeoutMs = DEFAULT_HEARTBEAT_MS): ActivityOptions {
  return {
    startToCloseTimeout: '2h',
    heartbeatTimeout: heartbeatTimeoutMs,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      maximumAttempts: retry.maxAttempts + LOST_ATTEMPTS_ALLOWED,
      initialInterval: retry.initialIntervalMs,
      backoffCoefficient: retry.backoff,
      maximumInterval: retry.maxIntervalMs,
    },
  };
}

/** Activities that only read and write the store. */
const storeOptions: ActivityOptions = {
  startToCloseTimeout: '20s',
  retry: { initialInterval: 200, backoffCoefficient: 2, maximumInterval: '5s' },
};

export const activities = proxyActivities<Activities>(callOptions());
/**
 * One that has begun ends: what it wrote is then known, also when nobody waits for it any more. Its worker may have died,
 * and a cancel must not wait for that longer than 15 s.
 */
export const { requestApproval } = proxyActivities<Activities>({
  ...storeOptions,
  startToCloseTimeout: '10s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});
export const { evaluate, findCompensations, tendApproval, flush, prepare, readOutput, readRoot, readTape, recordChild, takeChild } =
  proxyActivities<Activities>(storeOptions);
