import { found, pageOf } from './found';
import type { Handler } from './handler';

/** The whole messages of an execution, ascending: all threads, or one. */
export const listMessages: Handler<'listMessages'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  const { thread, limit, cursor } = query;
  return { status: 200, body: pageOf(await executions.listMessages(organizationId, params.id, thread, { limit, cursor })) };
};
