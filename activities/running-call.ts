import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { Logger } from '../contracts/ports/logger';
import { isStoreAway } from '../contracts/ports/store-errors';

const HEARTBEAT_MS = 1_000;
const LONGEST_STORE_PAUSE_MS = 5_000;

/** The activity that runs now, as the calls need it. */
export interface RunningCall {
  executionId: string;
  /** Unique over all runs of the workflow; Temporal counts its attempts from 1. */
  activity: string;
  activityAttempt: number;
  /** Aborts on cancel, when another attempt has taken over, and at worker shutdown. */
  signal: AbortSignal;
  /** Why `signal` aborted. */
  stopReason(): 'cancelled' | 'worker_shutdown' | 'taken_over';
}

/** A call of which an attempt is recorded, under this number. */
export interface BegunCall extends RunningCall {
  attempt: number;
}

/** The execution in which an activity that is no call runs. */
export function executionIdHere(): string {
  const { workflowExecution } = Context.current().info;
  if (workflowExecution === undefined) throw new Error('This activity runs only inside a workflow');
  return workflowExecution.workflowId;
}

/** Runs `body` as a call that gives a sign of life every second, whether its model says something or not. */
export async function runCall<T>(body: (call: RunningCall) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { workflowExecution, activityId, attempt } = context.info;
  if (workflowExecution === undefined) throw new Error('A call runs only inside a workflow');
  const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await body({
      executionId: workflowExecution.workflowId,
      activity: `${workflowExecution.runId}/${activityId}`,
      activityAttempt: attempt,
      signal: context.cancellationSignal,
      stopReason() {
        const details = context.cancellationDetails;
        if (details?.cancelRequested) return 'cancelled';
        return details?.workerShutdown ? 'worker_shutdown' : 'taken_over';
      },
    });
  } finally {
    clearInterval(heartbeat);
  }
}

/** How a stopped call ends for Temporal: cancelled when that was asked for, else tried again at once elsewhere. */
export function toStopFailure(call: RunningCall): Error {
  const reason = call.stopReason();
  if (reason === 'cancelled') return new CancelledFailure('The call was cancelled');
  return ApplicationFailure.create({ type: reason, message: 'The worker gave the call up; it is made again', nextRetryDelay: 1 });
}

/**
 * The execution is being cancelled and nothing may begin any more: waits for the cancel, which Temporal brings with a
 * heartbeat, and throws as a stopped call does.
 */
export async function untilCancelled(call: RunningCall): Promise<never> {
  if (!call.signal.aborted) await new Promise((resolve) => call.signal.addEventListener('abort', resolve, { once: true }));
  throw toStopFailure(call);
}

/** A failure that Temporal must not try again. */
export function finalFailure(type: string, message: string, cause?: unknown): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, cause: cause instanceof Error ? cause : undefined });
}

/**
 * Writes what was paid for. The write is put-if-absent, so it is repeated until the store has taken it, for as long
 * as the call is not stopped: giving up would mean to buy the answer again.
 */
export function untilStored<T>(call: RunningCall, logger: Logger, write: () => Promise<T>): Promise<T> {
  return repeatWrite(call, logger, write, () => true);
}

/**
 * Writes that a call begins, or ended without an answer. While the store is full or away it waits, as long as the
 * call is not stopped: failing would use up attempts of a call that was never made. Other errors are thrown.
 */
export function whenStored<T>(call: RunningCall, logger: Logger, write: () => Promise<T>): Promise<T> {
  return repeatWrite(call, logger, write, isStoreAway);
}

async function repeatWrite<T>(
  call: RunningCall,
  logger: Logger,
  write: () => Promise<T>,
  isWorthIt: (error: unknown) => boolean,
): Promise<T> {
  for (let pause = 100; ; pause = Math.min(pause * 2, LONGEST_STORE_PAUSE_MS)) {
    try {
      return await write();
    } catch (error) {
      if (call.signal.aborted || !isWorthIt(error)) throw error;
      logger.warn({ error, executionId: call.executionId, pause }, 'the store did not take what a call wrote; writing it again');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** A call of an unsafe tool began, and nobody knows what it did. */
export function outcomeUnknown(tool: string): ApplicationFailure {
  return finalFailure(
    'tool_outcome_unknown',
    `A call of ${tool} began and its outcome is unknown; it is not repeated, for that might act twice. Check what it did`,
  );
}
