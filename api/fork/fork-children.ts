import type { StartRecord } from '../../contracts/plan';
import { findStep } from '../../plans/find-step';
import { toChildId } from '../../plans/to-child-id';
import { partOf } from '../../plans/to-child-record';
import type { ForkDependencies } from './fork-dependencies';

/**
 * Makes the executions that a fork's open `workflow` steps run, each with what its original had at the cut, so that
 * nothing in them is called again either. One whose original has undone what it did begins anew. Put-if-absent.
 */
export async function forkChildren(dependencies: Pick<ForkDependencies, 'executions'>, fork: StartRecord): Promise<void> {
  const { organizationId, executionId, plan, forkedFrom } = fork;
  if (forkedFrom === undefined || Object.keys(plan.workflows ?? {}).length === 0) return;
  const { executions } = dependencies;
  for (const child of await executions.listOpenChildren(organizationId, executionId)) {
    const { stepPath, superstep, until } = child;
    const origin = await executions.getStart(organizationId, child.executionId);
    const step = findStep(plan.root, stepPath)?.step;
    const pinned = step?.type === 'workflow' ? plan.workflows?.[step.workflow] : undefined;
    if (origin === null || pinned === undefined) continue;
    if (await executions.hasBeenUndone(organizationId, child.executionId, origin.plan.root.id)) continue;
    const parent = { executionId, stepPath };
    const record: StartRecord = {
      ...origin,
      executionId: toChildId(parent),
      // The fork's, for an edit may have given it other agents.
      plan: partOf(plan, pinned.root),
      startedAt: fork.startedAt,
      parent,
      forkedFrom: { executionId: child.executionId, superstep, kind: forkedFrom.kind },
    };
    const standing = await executions.fork(record, [], until);
    if (standing === null || 'refused' in standing) continue;
    await forkChildren(dependencies, standing);
  }
}
