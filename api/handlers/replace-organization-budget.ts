import type { Handler } from './handler';

/** Sets the organization's budget for each month. */
export const replaceOrganizationBudget: Handler<'replaceOrganizationBudget'> = async ({ body }, { organizationId, dependencies }) => ({
  status: 200,
  body: await dependencies.executions.setOrganizationBudget(organizationId, body),
});
