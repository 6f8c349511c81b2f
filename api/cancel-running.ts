import { type Execution, hasEnded } from '../contracts/entities';
import { Problem } from '../contracts/problem';
import type { ApiDependencies } from './dependencies';
import { endCancelled } from './end-cancelled';
import { found } from './handlers/found';

/**
 * Notes the request in the store, then asks the engine; what the engine misses the sweeper repeats. Repeatable.
 * Throws `not_found`, `execution_ended`, and {@link EngineUnavailable}, after which the request stands nevertheless.
 */
export async function cancelRunning(dependencies: ApiDependencies, organizationId: string, executionId: string): Promise<Execution> {
  const { executions, engine } = dependencies;
  const noted = notEnded(await executions.requestCancel(organizationId, executionId));
  if ((await engine.cancel(executionId)) !== 'requested') return notEnded(await executions.get(organizationId, executionId));
  if (noted.status !== 'attention') return noted;
  const problem = (await engine.describe(executionId))?.problem;
  if (problem?.code !== 'workflow_task_failed') return noted;
  if (!(await endCancelled(dependencies, { organizationId, executionId }))) return noted;
  return found(await executions.get(organizationId, executionId), 'execution');
}

function notEnded(execution: Execution | null): Execution {
  if (execution === null) throw new Problem('not_found', 'There is no such execution here; check the id');
  const { status } = execution;
  if (hasEnded(status))
    throw new Problem('execution_ended', `The execution is ${status}; nothing is left to cancel`, { extra: { state: status } });
  return execution;
}
