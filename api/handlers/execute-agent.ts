import { startAgent } from '../start-agent';
import { waitForEnd } from '../wait-for-end';
import { found } from './found';
import type { Handler } from './handler';

/** Runs one agent and answers how it ended; 202 when it has not within the time that the request waits. */
export const executeAgent: Handler<'executeAgent'> = async ({ body }, { organizationId, newId, waitMs = 0, signal, dependencies }) => {
  const executionId = await startAgent(dependencies, { organizationId, executionId: newId, body });
  const headers = { Location: `/api/v1/executions/${executionId}` };
  if (!(await waitForEnd(dependencies, { organizationId, executionId, waitMs, signal }))) {
    return { status: 202, body: { executionId }, headers };
  }
  const { status, output, error, usage } = found(await dependencies.executions.get(organizationId, executionId), 'execution');
  return { status: 200, body: { executionId, status, output, error, usage }, headers };
};
