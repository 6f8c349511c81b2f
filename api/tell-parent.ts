import type { StoredExecution } from '../contracts/ports/row-store';
import type { ApiDependencies } from './dependencies';

/** Tells the execution that this one is a part of, if any, that it has ended, for its workflow could not. A parent that does not hear of it asks the store, but later. */
export async function tellParent(
  { executions, engine }: Pick<ApiDependencies, 'executions' | 'engine'>,
  { organizationId, executionId }: StoredExecution,
): Promise<void> {
  const { parent } = (await executions.get(organizationId, executionId)) ?? {};
  if (parent !== undefined) await engine.tellChildEnded(parent.executionId, { stepPath: parent.stepPath, executionId });
}
