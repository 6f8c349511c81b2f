import { validateAgent } from '../validate-agent';
import { created, entityHeaders } from './definition-answer';
import type { Handler } from './handler';

/** Makes revision 1 of an agent. */
export const createAgent: Handler<'createAgent'> = async ({ body }, { organizationId, newId, dependencies }) => {
  await validateAgent(body, organizationId, dependencies);
  const entity = created(await dependencies.definitions.agents.create(organizationId, newId, body), 'agent');
  return { status: 201, body: entity, headers: { ...entityHeaders(entity), Location: `/api/v1/agents/${entity.id}` } };
};
