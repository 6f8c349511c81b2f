import { pageOf } from './found';
import type { Handler } from './handler';

/** Executions that match the filters, newest first. */
export const listExecutions: Handler<'listExecutions'> = async ({ query }, { organizationId, dependencies }) => {
  const { limit, cursor, workflowId, parentId, status, startedAfter, startedBefore } = query;
  const filter = { workflowId, parentId, status, startedAfter: toUtc(startedAfter), startedBefore: toUtc(startedBefore) };
  return { status: 200, body: pageOf(await dependencies.executions.list(organizationId, filter, { limit, cursor })) };
};

function toUtc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
