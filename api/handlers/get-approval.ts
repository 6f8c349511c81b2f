import { found } from './found';
import type { Handler } from './handler';

/** One approval. */
export const getApproval: Handler<'getApproval'> = async ({ params }, { organizationId, dependencies }) => ({
  status: 200,
  body: found(await dependencies.executions.getApproval(organizationId, params.id), 'approval'),
});
