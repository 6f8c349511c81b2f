import { ApplicationFailure } from '@temporalio/activity';
import type { CallModelInput } from '../../contracts/activities';
import { LONGEST_RETRY_AFTER_MS } from '../../contracts/constants';
import type { EndAttempt } from '../../contracts/ports/attempt-store';
import { ModelError } from '../../contracts/ports/model-provider';
import type { ActivityDependencies } from '../dependencies';
import type { Admission } from '../limits/admission';
import type { StreamedAnswer } from '../read-answer';
import { toExchange } from '../record-exchange';
import { decideRetry } from '../retry-decision';
import { type BegunCall, finalFailure, toStopFailure, whenStored } from '../running-call';
import { type PreparedModelCall, usageOf } from './prepared-model-call';

/** Temporal takes no pause of 0 for one. */
const AT_ONCE_MS = 1;

/** Records how a failed or stopped attempt ended, and returns the failure for Temporal. */
export function createSettleModelCall({ executions, live, logger }: ActivityDependencies, admission: Admission) {
  return async (
    input: CallModelInput,
    call: BegunCall,
    prepared: PreparedModelCall,
    answer: StreamedAnswer,
    error: unknown,
    failures: number,
  ): Promise<Error> => {
    const { organizationId, callId, stepPath } = input;
    const { applicant, chosen, retry } = prepared;
    const attempt = { callId, stepPath, attempt: call.attempt };
    const exchange = toExchange(chosen.provider, answer, 'failed');
    const end = (how: EndAttempt) =>
      whenStored(call, logger, () => executions.endAttempt(organizationId, call.executionId, { ...how, exchange }));
    const mayBePaid = answer.sent && !(error instanceof ModelError && !error.mayBePaid);
    const usage = mayBePaid ? usageOf(prepared, answer) : undefined;
    const used = usage === undefined ? 0 : usage.inputTokens + usage.outputTokens;
    await whenStored(call, logger, () => admission.settle(applicant, used));
    if (call.signal.aborted) {
      const reason = call.stopReason();
      const retryAt = reason === 'cancelled' ? undefined : new Date().toISOString();
      await end({ ...attempt, status: 'cancelled', reason, retryAt, usage });
      live.committed(call.executionId);
      return toStopFailure(call);
    }
    if (!(error instanceof ModelError)) throw error;
    // It says so to all, not only to this call.
    if (error.retryAfterMs !== undefined && error.retryAfterMs <= LONGEST_RETRY_AFTER_MS) {
      const { retryAfterMs } = error;
      await whenStored(call, logger, () => admission.holdBack(applicant.model, retryAfterMs));
    }
    const decision = decideRetry(error, failures, retry);
    const isLast = !decision.retry && !chosen.hasNext;
    // The next model is asked at once.
    const pause = decision.retry ? decision.delayMs : AT_ONCE_MS;
    const retryAt = isLast ? undefined : new Date(Date.now() + pause).toISOString();
    const givenUp = decision.retry || isLast ? {} : { givenUp: true as const };
    await end({ ...attempt, status: 'failed', reason: error.code, retryAt, usage, ...givenUp });
    live.committed(call.executionId);
    if (isLast) return finalFailure(decision.code, error.message, error);
    return ApplicationFailure.create({ type: error.code, message: error.message, nextRetryDelay: pause, cause: error });
  };
}
