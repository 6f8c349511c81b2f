import { found, pageOf } from './found';
import type { Handler } from './handler';

/** The checkpoints of an execution, ascending. */
export const listCheckpoints: Handler<'listCheckpoints'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  return { status: 200, body: pageOf(await executions.listCheckpoints(organizationId, params.id, query)) };
};
