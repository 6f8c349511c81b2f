import { Problem } from '../../contracts/problem';
import { findAgentUsers } from '../find-agent-users';
import { deleted, notStale } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Deletes an agent that no live workflow names; its revisions stay readable. */
export const deleteAgent: Handler<'deleteAgent'> = async ({ params }, { organizationId, ifMatch, dependencies }) => {
  const { agents } = dependencies.definitions;
  const agent = found(await agents.get(organizationId, params.id), 'agent');
  notStale(agent, ifMatch, 'agent');
  const workflows = await findAgentUsers(dependencies.definitions, agent);
  if (workflows.length > 0) {
    throw new Problem('in_use', 'Change or delete the workflows listed in workflows first', { extra: { workflows } });
  }
  deleted(await agents.delete(organizationId, params.id, ifMatch), 'agent');
  return { status: 204, body: undefined };
};
