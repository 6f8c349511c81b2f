import type { Handler } from './handler';

/** The organization's budget for a month, and how this month stands. */
export const getOrganizationBudget: Handler<'getOrganizationBudget'> = async (_request, { organizationId, dependencies }) => ({
  status: 200,
  body: await dependencies.executions.getOrganizationBudget(organizationId),
});
