import type { Execution } from '../contracts/entities';
import { Problem } from '../contracts/problem';
import { OPEN_STATUSES } from '../contracts/statuses';
import type { ApiDependencies } from './dependencies';

interface WorkflowExecutionQuery {
  organizationId: string;
  workflowId: string;
  executionId: string | undefined;
  /** Prefer the newest that has not ended, when none is named. */
  open: boolean;
}

/** The named execution of a workflow, or its newest. Throws `not_found` and `no_execution`. */
export async function findWorkflowExecution(dependencies: ApiDependencies, query: WorkflowExecutionQuery): Promise<Execution> {
  const { organizationId, workflowId, executionId, open } = query;
  const { definitions, executions } = dependencies;
  if ((await definitions.workflows.get(organizationId, workflowId)) === null) {
    throw new Problem('not_found', 'There is no such workflow here; check the id');
  }
  if (executionId !== undefined) {
    const named = await executions.get(organizationId, executionId);
    if (named?.workflowId !== workflowId) throw new Problem('not_found', 'The workflow has no such execution; check executionId');
    return named;
  }
  const newest = async (filter: { status?: typeof OPEN_STATUSES }) => {
    const page = await executions.list(organizationId, { workflowId, ...filter }, { limit: 1 });
    return page === 'invalidCursor' ? undefined : page.items[0];
  };
  const execution = (open ? await newest({ status: OPEN_STATUSES }) : undefined) ?? (await newest({}));
  if (execution === undefined) throw new Problem('no_execution', 'Execute the workflow first');
  return execution;
}
