import { found, pageOf } from './found';
import type { Handler } from './handler';

/** The checkpoints of an execution, ascending, and what a fork at each may have in another way. */
export const listCheckpoints: Handler<'listCheckpoints'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  found(await executions.get(organizationId, params.id), 'execution');
  const { plan } = found(await executions.getStart(organizationId, params.id), 'execution');
  const agents = Object.values(plan.agents).map(({ name }) => name);
  const { stepPath, superstep, ...asked } = query;
  const wanted = stepPath === undefined ? { superstep, ...asked } : { stepPath, ...asked };
  const { items, ...page } = pageOf(await executions.listCheckpoints(organizationId, params.id, wanted));
  return { status: 200, body: { ...page, items: items.map((item) => ({ ...item, editable: { agents, ...item.editable } })) } };
};
