import { validateWorkflow } from '../validate-workflow';
import { created, entityHeaders } from './definition-answer';
import type { Handler } from './handler';

/** Makes revision 1 of a workflow. */
export const createWorkflow: Handler<'createWorkflow'> = async ({ body }, { organizationId, newId, dependencies }) => {
  await validateWorkflow(body, organizationId, dependencies);
  const entity = created(await dependencies.definitions.workflows.create(organizationId, newId, body), 'workflow');
  return { status: 201, body: entity, headers: { ...entityHeaders(entity), Location: `/api/v1/workflows/${entity.id}` } };
};
