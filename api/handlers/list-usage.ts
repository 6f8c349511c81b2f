import { found } from './found';
import type { Handler } from './handler';

/** What an execution has used, by agent and model. */
export const listUsage: Handler<'listUsage'> = async ({ params }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  const shares = found(await executions.listUsage(organizationId, params.id), 'execution');
  const { plan } = found(await executions.getStart(organizationId, params.id), 'execution');
  const items = shares.map((share) => ({ ...share, agent: plan.agents[share.agent]?.name ?? share.agent }));
  return { status: 200, body: { items } };
};
