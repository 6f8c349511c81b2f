import { found, pageOf } from './found';
import type { Handler } from './handler';

/** The revisions of an agent, newest first, also of a deleted one. */
export const listAgentRevisions: Handler<'listAgentRevisions'> = async ({ params, query }, { organizationId, dependencies }) => ({
  status: 200,
  body: pageOf(found(await dependencies.definitions.agents.listRevisions(organizationId, params.id, query), 'agent')),
});
