import { entityHeaders } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** One revision of a workflow, also of a deleted one. */
export const getWorkflowRevision: Handler<'getWorkflowRevision'> = async ({ params }, { organizationId, dependencies }) => {
  const entity = found(await dependencies.definitions.workflows.getRevision(organizationId, params.id, params.revision), 'revision');
  return { status: 200, body: entity, headers: entityHeaders(entity) };
};
