import { findWorkflowUsers } from '../find-users';
import { deleted, notInUse, notStale } from './definition-answer';
import { found } from './found';
import type { Handler } from './handler';

/** Deletes a workflow that no other live one runs; its revisions and executions stay readable, and what runs goes on. */
export const deleteWorkflow: Handler<'deleteWorkflow'> = async ({ params }, { organizationId, ifMatch, dependencies }) => {
  const { workflows } = dependencies.definitions;
  const workflow = found(await workflows.get(organizationId, params.id), 'workflow');
  notStale(workflow, ifMatch, 'workflow');
  notInUse(await findWorkflowUsers(dependencies.definitions, workflow));
  deleted(await workflows.delete(organizationId, params.id, ifMatch), 'workflow');
  return { status: 204, body: undefined };
};
