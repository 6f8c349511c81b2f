import { startExecution } from '../start-execution';
import { found } from './found';
import type { Handler } from './handler';

/** Starts an execution of the newest revision; it is durable when the answer is out. */
export const executeWorkflow: Handler<'executeWorkflow'> = async ({ params, body }, { organizationId, newId, dependencies }) => {
  const workflow = found(await dependencies.definitions.workflows.get(organizationId, params.id), 'workflow');
  const { input, budget } = body ?? {};
  const executionId = await startExecution(dependencies, { organizationId, executionId: newId, workflow, input, budget });
  return { status: 202, body: { executionId }, headers: { Location: `/api/v1/executions/${executionId}` } };
};
