import type { EngineProblem } from '../contracts/ports/engine';
import { walkSteps } from '../plans/walk-steps';
import type { ApiDependencies } from './dependencies';

/**
 * Ends an execution that was asked to cancel and whose workflow cannot hear of it, for its next step cannot be worked
 * out (`problem`): its workflow is terminated. Not one that may have something to undo, for only its workflow can do
 * that, with a mended worker. Says whether it has ended so.
 */
export async function endStuck(
  { executions, engine, logger }: Pick<ApiDependencies, 'executions' | 'engine' | 'logger'>,
  { organizationId, executionId }: { organizationId: string; executionId: string },
  problem: EngineProblem | undefined,
): Promise<boolean> {
  if (problem?.code !== 'workflow_task_failed') return false;
  const start = await executions.getStart(organizationId, executionId);
  if (start === null || [...walkSteps(start.plan.root)].some(({ step }) => step.compensate !== undefined)) return false;
  await engine.terminate(executionId, `Cancelled while it did not get on. ${problem.message}`);
  await executions.close(organizationId, executionId, [], { status: 'cancelled' });
  logger.warn({ executionId }, 'Ended an execution that was cancelled and could not hear of it');
  return true;
}
