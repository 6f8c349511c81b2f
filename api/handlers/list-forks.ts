import { found, pageOf } from './found';
import type { Handler } from './handler';

/** Forks and retries of an execution, newest first. */
export const listForks: Handler<'listForks'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  return { status: 200, body: pageOf(await executions.listForks(organizationId, params.id, query)) };
};
