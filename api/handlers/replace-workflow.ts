import { validateWorkflow } from '../validate-workflow';
import { entityHeaders, replaced } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Makes the next revision of a workflow, unless nothing changed. */
export const replaceWorkflow: Handler<'replaceWorkflow'> = async ({ params, body }, { organizationId, ifMatch, dependencies }) => {
  const { workflows } = dependencies.definitions;
  found(await workflows.get(organizationId, params.id), 'workflow');
  await validateWorkflow(body, organizationId, dependencies, params.id);
  const entity = replaced(await workflows.replace(organizationId, params.id, body, ifMatch), 'workflow');
  return { status: 200, body: entity, headers: entityHeaders(entity) };
};
