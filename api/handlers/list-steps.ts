import { found } from './found';
import type { Handler } from './handler';

/** The steps inside a step, without texts. */
export const listSteps: Handler<'listSteps'> = async ({ params, query: { all, open, ...range } }, { organizationId, dependencies }) => {
  const items = found(
    await dependencies.executions.summarizeSteps(organizationId, params.id, { ...range, all: all === 'true', open: open === 'true' }),
    'execution',
  );
  return { status: 200, body: { items } };
};
