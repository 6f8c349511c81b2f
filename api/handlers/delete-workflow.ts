import { findWorkflowUsers } from '../find-users';
import { writeChecked } from '../write-checked';
import { deleted, notInUse, notStale } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Deletes a workflow that no other live one runs; its revisions and executions stay readable, and what runs goes on. */
export const deleteWorkflow: Handler<'deleteWorkflow'> = async ({ params }, { organizationId, ifMatch, dependencies }) => {
  const { definitions } = dependencies;
  async function check(): Promise<void> {
    const workflow = found(await definitions.workflows.get(organizationId, params.id), 'workflow');
    notStale(workflow, ifMatch, 'workflow');
    notInUse(await findWorkflowUsers(definitions, workflow));
  }
  const outcome = await writeChecked(definitions, organizationId, check, ({ saved }) =>
    definitions.workflows.delete(organizationId, params.id, ifMatch, { saved }),
  );
  deleted(outcome, 'workflow');
  return { status: 204, body: undefined };
};
