import { found } from './found';
import type { Handler } from './handler';

/** One execution. */
export const getExecution: Handler<'getExecution'> = async ({ params }, { organizationId, dependencies }) => ({
  status: 200,
  body: found(await dependencies.executions.get(organizationId, params.id), 'execution'),
});
