import { deleted } from './definition-answer';
import type { Handler } from './handler';

/** Deletes a workflow; its revisions and executions stay readable, and what runs goes on. */
export const deleteWorkflow: Handler<'deleteWorkflow'> = async ({ params }, { organizationId, ifMatch, dependencies }) => {
  deleted(await dependencies.definitions.workflows.delete(organizationId, params.id, ifMatch), 'workflow');
  return { status: 204, body: undefined };
};
