import { hasEnded } from '../../contracts/entities';
import type { Ending } from '../../contracts/plan';
import type { EngineExecution } from '../../contracts/ports/engine';
import type { OpenExecution, StoredExecution } from '../../contracts/ports/row-store';
import { isOwnWorkflow } from '../is-own-workflow';
import { tellParent } from '../tell-parent';
import { forEachExecution, type Place, type SweepContext, withinTime } from './for-each-execution';

/** A start that is younger may still be under way. */
const UNLISTED_AFTER_MS = 5_000;
/** Before that Temporal may not know yet what it will know. */
const LOST_AFTER_MS = 60_000;
/** How long one sweep asks the engine about executions of a kind, thousands a second; the next one goes on. */
const LONGEST_MS = 10_000;
const ENDED = 'Its execution was cancelled and has ended';

/**
 * Lists executions whose Temporal workflow exists though their start was interrupted before it could say so; as many as
 * there is time for, from `place` on.
 */
export async function listInterruptedStarts(context: SweepContext, place: Place): Promise<void> {
  const { executions, engine, logger } = context;
  const read = (limit: number, after?: string) => executions.listUnlisted(UNLISTED_AFTER_MS, limit, after);
  const list = async ({ organizationId, executionId }: StoredExecution) => {
    if ((await engine.describe(executionId)) === null) return;
    await executions.listStarted(organizationId, executionId);
    logger.info({ executionId }, 'Listed an execution whose start was interrupted');
  };
  await forEachExecution(withinTime(context, LONGEST_MS), read, list, place);
}

/**
 * Settles what is known not to get on, here or in the engine, as many as there is time for. A workflow that cannot
 * find that its execution was cancelled and ended is terminated: whoever ended it may have died before that.
 */
export async function settleStuckExecutions(context: SweepContext): Promise<void> {
  const { executions, engine } = context;
  const inTime = withinTime(context, LONGEST_MS);
  const settleKnown = async ({ organizationId, executionId }: StoredExecution) => {
    const row = await executions.get(organizationId, executionId);
    if (row === null) return;
    const { status, cancelRequestedAt } = row;
    const cancelRequested = cancelRequestedAt !== undefined;
    if (!hasEnded(status)) return settle(context, { organizationId, executionId, status, cancelRequested });
    const start = status === 'cancelled' && cancelRequested ? await executions.getStart(organizationId, executionId) : null;
    // Somebody's own code may have something to do after its end was written.
    if (start !== null && !isOwnWorkflow(start)) await engine.terminate(executionId, ENDED);
  };
  await forEachExecution(inTime, executions.listInAttention, settleKnown);
  const readStuck = async (limit: number, last?: string) => (last === undefined ? engine.listStuck(limit) : []);
  await forEachExecution(inTime, readStuck, settleKnown);
}

/** Settles what is open, as many as there is time for, from `place` on. */
export async function settleOpenExecutions(context: SweepContext, place: Place): Promise<void> {
  const { executions } = context;
  await forEachExecution(withinTime(context, LONGEST_MS), executions.listOpen, (open) => settle(context, open), place);
}

/**
 * Closes a row whose workflow has closed or was lost, repeats a cancel that the engine did not get, and says whether
 * the execution does not get on.
 */
async function settle(context: SweepContext, { organizationId, executionId, status, cancelRequested }: OpenExecution): Promise<void> {
  const { executions, engine, logger } = context;
  const workflow = await engine.describe(executionId);
  const ending = workflow === null ? await toLostEnding(context, { organizationId, executionId }) : toEnding(workflow);
  if (ending === null) {
    if (workflow === null) return;
    if (cancelRequested) await engine.cancel(executionId);
    if (workflow.problem === undefined && status !== 'attention') return;
    const { problem } = workflow;
    const changed = await executions.setAttention(organizationId, executionId, problem ?? null);
    if (changed && problem !== undefined)
      logger.warn({ executionId, code: problem.code }, 'An execution does not get on and needs attention');
    return;
  }
  const standing = await executions.close(organizationId, executionId, [], ending);
  logger.info(
    { executionId, status: standing.status, engine: workflow?.status ?? 'unknown' },
    'Closed an execution whose workflow has ended',
  );
  await tellParent(context, { organizationId, executionId });
}

async function toLostEnding({ executions, now }: SweepContext, { organizationId, executionId }: StoredExecution): Promise<Ending | null> {
  const row = await executions.get(organizationId, executionId);
  if (row === null || hasEnded(row.status) || now() - Date.parse(row.startedAt) < LOST_AFTER_MS) return null;
  return failed('engine_lost', 'Temporal does not know this execution any more');
}

/** How an execution ends whose workflow closed without writing its end; null while it runs. */
function toEnding({ status }: EngineExecution): Ending | null {
  switch (status) {
    case 'running':
    case 'continuedAsNew':
      return null;
    case 'completed':
      return { status: 'completed' };
    case 'cancelled':
      return { status: 'cancelled' };
    case 'terminated':
      return failed('terminated', 'The workflow was terminated from outside');
    case 'timedOut':
      return { status: 'timed_out', error: { code: 'timed_out', message: "The workflow's time ran out" } };
    case 'failed':
      return failed('workflow_failed', 'The workflow failed; Temporal UI shows why');
  }
}

function failed(code: string, message: string): Ending {
  return { status: 'failed', error: { code, message } };
}
