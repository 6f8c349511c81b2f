import { findWorkflowExecution } from '../find-workflow-execution';
import type { Handler } from './handler';

/** The named execution of a workflow, or its newest. */
export const getWorkflowStatus: Handler<'getWorkflowStatus'> = async ({ params, query }, { organizationId, dependencies }) => ({
  status: 200,
  body: await findWorkflowExecution(dependencies, {
    organizationId,
    workflowId: params.id,
    executionId: query.executionId,
    open: false,
  }),
});
