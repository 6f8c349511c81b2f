import { found } from './found';
import type { Handler } from './handler';

/** What a call answered, whole. */
export const getCallOutput: Handler<'getCallOutput'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  const { text, data } = found(await executions.getOutput(organizationId, params.id, query.call), 'answered call');
  return { status: 200, body: { callId: query.call, text, ...(data !== undefined && { data }) } };
};
