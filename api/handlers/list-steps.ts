import { found } from './found';
import type { Handler } from './handler';

/** The steps inside a step, without texts. */
export const listSteps: Handler<'listSteps'> = async ({ params, query }, { organizationId, dependencies }) => {
  const items = found(await dependencies.executions.summarizeSteps(organizationId, params.id, query), 'execution');
  return { status: 200, body: { items } };
};
