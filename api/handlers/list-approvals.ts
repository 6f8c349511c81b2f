import { pageOf } from './found';
import type { Handler } from './handler';

/** Approvals that match the filters, newest first. */
export const listApprovals: Handler<'listApprovals'> = async ({ query }, { organizationId, dependencies }) => {
  const { limit, cursor, ...filter } = query;
  return { status: 200, body: pageOf(await dependencies.executions.listApprovals(organizationId, filter, { limit, cursor })) };
};
