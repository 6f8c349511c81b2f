import { found, pageOf } from './found';
import type { Handler } from './handler';

/** Every attempt of every call of an execution, ascending. */
export const listAttempts: Handler<'listAttempts'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  return { status: 200, body: pageOf(await executions.listAttempts(organizationId, params.id, query)) };
};
