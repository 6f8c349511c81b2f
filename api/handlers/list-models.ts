import type { Handler } from './handler';

/** The models that each provider offers; others can be named too. */
export const listModels: Handler<'listModels'> = async (_request, { dependencies }) => ({
  status: 200,
  body: {
    items: dependencies.models.flatMap(({ id, configured, models }) =>
      models.map(({ name, capabilities }) => ({ provider: id, name, capabilities, configured })),
    ),
  },
});
