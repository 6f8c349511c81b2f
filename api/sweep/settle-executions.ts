import { hasEnded } from '../../contracts/entities';
import type { Ending } from '../../contracts/plan';
import type { EngineExecution } from '../../contracts/ports/engine';
import type { OpenExecution } from '../../contracts/ports/execution-store';
import { forEachExecution, type SweepContext } from './for-each-execution';

/** A start that is younger may still be under way. */
const UNLISTED_AFTER_MS = 5_000;
/** Before that Temporal may not know yet what it will know. */
const LOST_AFTER_MS = 60_000;

/** Lists executions whose Temporal workflow exists though their start was interrupted before it could say so. */
export async function listInterruptedStarts(context: SweepContext): Promise<void> {
  const { executions, engine, logger } = context;
  const read = (limit: number, after?: string) => executions.listUnlisted(UNLISTED_AFTER_MS, limit, after);
  await forEachExecution(context, read, async ({ organizationId, executionId }) => {
    if ((await engine.describe(executionId)) === null) return;
    await executions.listStarted(organizationId, executionId);
    logger.info({ executionId }, 'Listed an execution whose start was interrupted');
  });
}

/** Closes rows whose workflow has closed or was lost, and repeats cancels that the engine did not get. */
export async function settleOpenExecutions(context: SweepContext): Promise<void> {
  const { executions, engine, logger, now } = context;
  await forEachExecution(context, executions.listOpen, async ({ organizationId, executionId, cancelRequested }: OpenExecution) => {
    const workflow = await engine.describe(executionId);
    const ending = workflow === null ? await toLostEnding(organizationId, executionId) : toEnding(workflow);
    if (ending === null) {
      if (workflow !== null && cancelRequested) await engine.cancel(executionId);
      return;
    }
    const standing = await executions.close(organizationId, executionId, [], ending);
    logger.info(
      { executionId, status: standing.status, engine: workflow?.status ?? 'unknown' },
      'Closed an execution whose workflow has ended',
    );
  });

  async function toLostEnding(organizationId: string, executionId: string): Promise<Ending | null> {
    const row = await executions.get(organizationId, executionId);
    if (row === null || hasEnded(row.status) || now() - Date.parse(row.startedAt) < LOST_AFTER_MS) return null;
    return failed('engine_lost', 'Temporal does not know this execution any more');
  }
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
