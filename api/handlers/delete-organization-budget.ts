import type { Handler } from './handler';

/** Removes the organization's budget; without one it is done already. */
export const deleteOrganizationBudget: Handler<'deleteOrganizationBudget'> = async (_request, { organizationId, dependencies }) => {
  await dependencies.executions.setOrganizationBudget(organizationId, null);
  return { status: 204, body: undefined };
};
