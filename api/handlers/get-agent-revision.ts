import { entityHeaders } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** One revision of an agent, also of a deleted one. */
export const getAgentRevision: Handler<'getAgentRevision'> = async ({ params }, { organizationId, dependencies }) => {
  const entity = found(await dependencies.definitions.agents.getRevision(organizationId, params.id, params.revision), 'revision');
  return { status: 200, body: entity, headers: entityHeaders(entity) };
};
