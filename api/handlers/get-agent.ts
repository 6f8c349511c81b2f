import { entityHeaders } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** The newest revision of an agent. */
export const getAgent: Handler<'getAgent'> = async ({ params }, { organizationId, dependencies }) => {
  const entity = found(await dependencies.definitions.agents.get(organizationId, params.id), 'agent');
  return { status: 200, body: entity, headers: entityHeaders(entity) };
};
