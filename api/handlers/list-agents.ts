import { pageOf } from './found';
import type { Handler } from './handler';

/** The live agents, newest first. */
export const listAgents: Handler<'listAgents'> = async ({ query }, { organizationId, dependencies }) => ({
  status: 200,
  body: pageOf(await dependencies.definitions.agents.list(organizationId, query)),
});
