import { forkExecution as fork } from '../fork/fork-execution';
import type { Handler } from './handler';

/** Goes back to a superstep and runs on from there, in a new execution. */
export const forkExecution: Handler<'forkExecution'> = async ({ params, body }, { organizationId, newId, dependencies }) => {
  const forked = await fork(dependencies, { organizationId, executionId: newId, source: params.id, budget: body.budget }, body);
  return { status: 202, body: forked, headers: { Location: `/api/v1/executions/${forked.id}` } };
};
