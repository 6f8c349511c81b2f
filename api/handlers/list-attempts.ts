import { found, pageOf } from './found';
import type { Handler } from './handler';

/** Every attempt of every call of an execution, or of one call or some steps, ascending. */
export const listAttempts: Handler<'listAttempts'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  const { stepPath, callId, ...page } = query;
  const wanted = stepPath === undefined ? { callId, ...page } : { stepPaths: stepPath, ...page };
  return { status: 200, body: pageOf(await executions.listAttempts(organizationId, params.id, wanted)) };
};
