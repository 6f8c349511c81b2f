import { Problem } from '../../contracts/problem';
import { found } from './found';
import type { Handler } from './handler';

/** Deletes an execution that has ended; the sweeper removes what it left behind. */
export const deleteExecution: Handler<'deleteExecution'> = async ({ params }, { organizationId, dependencies }) => {
  const outcome = found(await dependencies.executions.delete(organizationId, params.id), 'execution');
  if (outcome !== 'deleted') {
    const { status } = outcome;
    throw new Problem('execution_not_ended', `The execution is ${status}; cancel it and delete it when it has ended`, {
      extra: { state: status },
    });
  }
  return { status: 204, body: undefined };
};
