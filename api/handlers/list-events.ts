import { found } from './found';
import type { Handler } from './handler';

/** A page of an execution's feed, ascending; or what of it tells of one call. */
export const listEvents: Handler<'listEvents'> = async ({ params, query }, { organizationId, dependencies }) => ({
  status: 200,
  body: found(await dependencies.executions.readEvents(organizationId, params.id, query.after, query.limit, query.callId), 'execution'),
});
