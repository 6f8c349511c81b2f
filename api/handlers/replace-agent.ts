import { validateAgent } from '../validate-agent';
import { entityHeaders, replaced } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Makes the next revision of an agent, unless nothing changed. */
export const replaceAgent: Handler<'replaceAgent'> = async ({ params, body }, { organizationId, ifMatch, dependencies }) => {
  const { agents } = dependencies.definitions;
  found(await agents.get(organizationId, params.id), 'agent');
  await validateAgent(body, organizationId, dependencies);
  const entity = replaced(await agents.replace(organizationId, params.id, body, ifMatch), 'agent');
  return { status: 200, body: entity, headers: entityHeaders(entity) };
};
