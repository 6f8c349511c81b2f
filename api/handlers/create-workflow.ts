import { validateWorkflow } from '../validate-workflow';
import { writeChecked } from '../write-checked';
import { created, entityHeaders } from './definition-answer';
import type { Handler } from './handler';

/** Makes revision 1 of a workflow. */
export const createWorkflow: Handler<'createWorkflow'> = async ({ body }, { organizationId, newId, dependencies }) => {
  const { definitions } = dependencies;
  const outcome = await writeChecked(
    definitions,
    organizationId,
    () => validateWorkflow(body, organizationId, dependencies),
    ({ removed }) => definitions.workflows.create(organizationId, newId, body, { removed }),
  );
  const entity = created(outcome, 'workflow');
  return { status: 201, body: entity, headers: { ...entityHeaders(entity), Location: `/api/v1/workflows/${entity.id}` } };
};
