import { readView } from '../read-view';
import { found, pageOf } from './found';
import type { Handler } from './handler';

/** The whole messages of an execution, ascending: all threads, or one; or what a model call was shown. */
export const listMessages: Handler<'listMessages'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  const { thread, view, limit, cursor } = query;
  if (view !== undefined) {
    return { status: 200, body: await readView(dependencies, { organizationId, executionId: params.id, callId: view }) };
  }
  return { status: 200, body: pageOf(await executions.listMessages(organizationId, params.id, thread, { limit, cursor })) };
};
