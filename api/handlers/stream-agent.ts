import { startAgent } from '../start-agent';
import type { Handler } from './handler';

/** Starts an execution of one agent, whose feed then is the answer. */
export const streamAgent: Handler<'streamAgent'> = async ({ body }, { organizationId, newId, dependencies }) => {
  const executionId = await startAgent(dependencies, { organizationId, executionId: newId, body });
  return { status: 200, body: { executionId }, headers: { Location: `/api/v1/executions/${executionId}` } };
};
