import type { StoredExecution } from '../contracts/ports/row-store';
import { OPEN_STATUSES } from '../contracts/statuses';
import { walkSteps } from '../plans/walk-steps';
import type { ApiDependencies } from './dependencies';
import { isOwnWorkflow } from './is-own-workflow';
import { tellParent } from './tell-parent';

/**
 * Ends an execution that was asked to cancel and whose workflow does not do it: its next step cannot be worked out, its
 * worker is gone or blocked. Temporal is asked to cancel, the end is written, then the workflow is terminated: whatever
 * dies in between, the workflow ends as cancelled too. Not one that may have something to
 * undo, or whose code is not ours, for only a worker can do that; nor one whose parts have not ended. Says whether it has ended so.
 */
export async function endCancelled(
  dependencies: Pick<ApiDependencies, 'executions' | 'engine' | 'logger'>,
  { organizationId, executionId }: StoredExecution,
): Promise<boolean> {
  const { executions, engine, logger } = dependencies;
  const start = await executions.getStart(organizationId, executionId);
  if (start === null || isOwnWorkflow(start) || [...walkSteps(start.plan.root)].some(({ step }) => step.compensate !== undefined))
    return false;
  const parts = await executions.list(organizationId, { parentId: executionId, status: OPEN_STATUSES }, { limit: 1 });
  if (parts === 'invalidCursor' || parts.items.length > 0) return false;
  if ((await engine.cancel(executionId)) !== 'requested') return false;
  await executions.close(organizationId, executionId, [], { status: 'cancelled' });
  await engine.terminate(executionId, 'Cancelled, and its workflow did not end by itself');
  await tellParent(dependencies, { organizationId, executionId });
  logger.warn({ executionId }, 'Ended an execution that was cancelled and did not end by itself');
  return true;
}
