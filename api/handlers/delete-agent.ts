import { findAgentUsers } from '../find-users';
import { writeChecked } from '../write-checked';
import { deleted, notInUse, notStale } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Deletes an agent that no live workflow names; its revisions stay readable. */
export const deleteAgent: Handler<'deleteAgent'> = async ({ params }, { organizationId, ifMatch, dependencies }) => {
  const { definitions } = dependencies;
  async function check(): Promise<void> {
    const agent = found(await definitions.agents.get(organizationId, params.id), 'agent');
    notStale(agent, ifMatch, 'agent');
    notInUse(await findAgentUsers(definitions, agent));
  }
  const outcome = await writeChecked(definitions, organizationId, check, ({ saved }) =>
    definitions.agents.delete(organizationId, params.id, ifMatch, { saved }),
  );
  deleted(outcome, 'agent');
  return { status: 204, body: undefined };
};
