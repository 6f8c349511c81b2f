import { entityHeaders } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** The newest revision of a workflow. */
export const getWorkflow: Handler<'getWorkflow'> = async ({ params }, { organizationId, dependencies }) => {
  const entity = found(await dependencies.definitions.workflows.get(organizationId, params.id), 'workflow');
  return { status: 200, body: entity, headers: entityHeaders(entity) };
};
