import { cancelRunning } from '../cancel-running';
import { findWorkflowExecution } from '../find-workflow-execution';
import type { Handler } from './handler';

/** Cancels the named execution of a workflow, or its newest that has not ended. */
export const cancelWorkflow: Handler<'cancelWorkflow'> = async ({ params, body }, { organizationId, dependencies }) => {
  const execution = await findWorkflowExecution(dependencies, {
    organizationId,
    workflowId: params.id,
    executionId: body?.executionId,
    open: true,
  });
  return { status: 202, body: await cancelRunning(dependencies, organizationId, execution.id) };
};
