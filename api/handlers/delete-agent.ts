import { findAgentUsers } from '../find-users';
import { deleted, notInUse, notStale } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Deletes an agent that no live workflow names; its revisions stay readable. */
export const deleteAgent: Handler<'deleteAgent'> = async ({ params }, { organizationId, ifMatch, dependencies }) => {
  const { agents } = dependencies.definitions;
  const agent = found(await agents.get(organizationId, params.id), 'agent');
  notStale(agent, ifMatch, 'agent');
  notInUse(await findAgentUsers(dependencies.definitions, agent));
  deleted(await agents.delete(organizationId, params.id, ifMatch), 'agent');
  return { status: 204, body: undefined };
};
