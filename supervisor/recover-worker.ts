import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { WORKER_LOST } from '../contracts/constants';
import type { Logger } from '../contracts/ports/logger';
import { forEachBounded } from './for-each-bounded';
import { currentUntil, hadBegun } from './still-current';

/** gRPC's code: the attempt or the workflow has ended meanwhile. */
const NOT_FOUND = 5;
const CONCURRENCY = 20;
/** By then the engine's own heartbeat timeout has done what we would. */
const DEADLINE_MS = 5_000;

export interface RecoverWorkerOptions {
  connection: Connection;
  /**
   * One that sends each request once (`retry: false`). The answer to an attempt that was failed may be lost; by then
   * the next one has begun, and a repeat would fail that.
   */
  sendOnce: Connection;
  namespace: string;
  /** Of the worker that died, as it called itself in Temporal. */
  identity: string;
  /** Executions that have not ended. */
  listOpen(): Promise<{ executionId: string }[]>;
  log: Logger;
}

/**
 * Does at once what Temporal would do only after its timeouts: fails the attempts that a dead worker had begun (type
 * `worker_lost`; Temporal retries them immediately) and takes its workflows off its sticky queue. It only speeds
 * things up, so nothing depends on it and it never throws; it takes at most 5 s. An attempt is failed by its activity
 * id, which is also the next one's: where it is not certain that none has followed it is left to Temporal.
 * A workflow task that the dead worker had begun cannot be given back; its own timeout (set by the engine) does that.
 */
export async function recoverWorker({ connection, sendOnce, namespace, identity, listOpen, log }: RecoverWorkerOptions): Promise<void> {
  const start = Date.now();
  const late = new AbortController();
  let failed = 0;
  let left = 0;

  const failAttempt = async (workflowId: string, runId: string, activityId: string, until: number): Promise<void> => {
    const failure = {
      message: 'The worker died during this attempt',
      source: 'agent-studio',
      applicationFailureInfo: { type: WORKER_LOST, nextRetryDelay: msToTs(1) },
    };
    try {
      if (Date.now() >= until) throw new Error('Its time is over');
      await sendOnce.withDeadline(Math.min(until, start + DEADLINE_MS), () =>
        sendOnce.workflowService.respondActivityTaskFailedById({
          namespace,
          workflowId,
          runId,
          activityId,
          identity: 'supervisor',
          failure,
        }),
      );
      failed += 1;
    } catch (err) {
      left += 1;
      log.debug({ worker: identity, executionId: workflowId, activityId, err }, "A dead worker's attempt is left to Temporal's timeouts");
    }
  };

  const recoverExecution = async (executionId: string): Promise<void> => {
    const execution = { workflowId: executionId };
    const described = await connection.workflowService.describeWorkflowExecution({ namespace, execution });
    const runId = described.workflowExecutionInfo?.execution?.runId ?? '';
    for (const activity of described.pendingActivities.filter((pending) => hadBegun(pending, identity, start))) {
      await failAttempt(executionId, runId, activity.activityId ?? '', currentUntil(activity));
    }
    await connection.workflowService.resetStickyTaskQueue({ namespace, execution });
  };

  try {
    const open = await listOpen();
    const recovered = connection.withDeadline(start + DEADLINE_MS, () =>
      forEachBounded(open, CONCURRENCY, (execution) => recoverExecution(execution.executionId).catch(ignoreNotFound)),
    );
    await Promise.race([recovered, tooLate(late.signal)]);
    log.info(
      { worker: identity, executions: open.length, attempts: failed, left, ms: Date.now() - start },
      "A dead worker's attempts were failed",
    );
  } catch (err) {
    log.warn(
      { worker: identity, attempts: failed, left, err },
      "Not all of a dead worker's attempts could be failed; Temporal's timeouts will do it",
    );
  } finally {
    late.abort();
  }
}

function ignoreNotFound(error: unknown): void {
  if ((error as { code?: unknown }).code !== NOT_FOUND) {
    throw error;
  }
}

/** A connection that cannot be made has a timeout of its own, which the calls' deadline does not shorten. */
async function tooLate(signal: AbortSignal): Promise<never> {
  await pause(DEADLINE_MS, undefined, { signal });
  throw new Error(`The Temporal server did not answer within ${DEADLINE_MS} ms`);
}
