import type { Execution } from '../../contracts/entities';
import { found, pageOf } from './found';
import type { Handler } from './handler';

/** Two executions side by side, step by step. */
export const compareExecutions: Handler<'compareExecutions'> = async ({ params, query }, { organizationId, dependencies }) => {
  const { executions } = dependencies;
  const ids: [string, string] = [params.id, query.with];
  const [left, right] = await Promise.all(ids.map(async (id) => found(await executions.get(organizationId, id), 'execution')));
  const page = pageOf(await executions.compareSteps(organizationId, ids, query));
  const first = query.cursor === undefined ? { firstDifference: await executions.findFirstDifference(organizationId, ids) } : {};
  return { status: 200, body: { left: toCompared(left as Execution), right: toCompared(right as Execution), ...first, ...page } };
};

function toCompared({ id, name, workflowRevision, status, usage, error, startedAt, endedAt, forkedFrom }: Execution) {
  return { id, name, workflowRevision, status, usage, error, startedAt, endedAt, ...(forkedFrom && { forkedFrom }) };
}
