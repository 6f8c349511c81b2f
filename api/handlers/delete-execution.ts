import { Problem } from '../../contracts/problem';
import { found } from './found';
import type { Handler } from './handler';

/** Deletes an execution that has ended; the sweeper removes what it left behind. */
export const deleteExecution: Handler<'deleteExecution'> = async ({ params }, { organizationId, dependencies }) => {
  const outcome = found(await dependencies.executions.delete(organizationId, params.id), 'execution');
  if (outcome !== 'deleted') {
    const { executionId, status } = outcome;
    const which = executionId === params.id ? 'The execution' : `The execution is a part of ${executionId}, which`;
    throw new Problem('execution_not_ended', `${which} is ${status}; cancel that and delete this when it has ended`, {
      extra: { state: status },
    });
  }
  return { status: 204, body: undefined };
};
