import { pageOf } from './found';
import type { Handler } from './handler';

/** The live workflows, newest first. */
export const listWorkflows: Handler<'listWorkflows'> = async ({ query }, { organizationId, dependencies }) => ({
  status: 200,
  body: pageOf(await dependencies.definitions.workflows.list(organizationId, query)),
});
