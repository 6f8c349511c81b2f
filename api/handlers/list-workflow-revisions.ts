import { found, pageOf } from './found';
import type { Handler } from './handler';

/** The revisions of a workflow, newest first, also of a deleted one. */
export const listWorkflowRevisions: Handler<'listWorkflowRevisions'> = async ({ params, query }, { organizationId, dependencies }) => ({
  status: 200,
  body: pageOf(found(await dependencies.definitions.workflows.listRevisions(organizationId, params.id, query), 'workflow')),
});
