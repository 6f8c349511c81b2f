import { retryExecution as retry } from '../fork/fork-execution';
import type { Handler } from './handler';

/** Runs an execution that did not complete again, from its newest superstep. */
export const retryExecution: Handler<'retryExecution'> = async ({ params, body }, { organizationId, newId, dependencies }) => {
  const retried = await retry(dependencies, { organizationId, executionId: newId, source: params.id, budget: body?.budget });
  return { status: 202, body: retried, headers: { Location: `/api/v1/executions/${retried.id}` } };
};
