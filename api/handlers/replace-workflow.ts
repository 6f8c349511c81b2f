import { validateWorkflow } from '../validate-workflow';
import { writeChecked } from '../write-checked';
import { entityHeaders, replaced } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Makes the next revision of a workflow, unless nothing changed. */
export const replaceWorkflow: Handler<'replaceWorkflow'> = async ({ params, body }, { organizationId, ifMatch, dependencies }) => {
  const { definitions } = dependencies;
  found(await definitions.workflows.get(organizationId, params.id), 'workflow');
  const outcome = await writeChecked(
    definitions,
    organizationId,
    () => validateWorkflow(body, organizationId, dependencies, params.id),
    (checkedAt) => definitions.workflows.replace(organizationId, params.id, body, ifMatch, checkedAt),
  );
  const entity = replaced(outcome, 'workflow');
  return { status: 200, body: entity, headers: entityHeaders(entity) };
};
