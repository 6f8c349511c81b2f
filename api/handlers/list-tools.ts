import type { Handler } from './handler';

/** Every tool that a definition may name. */
export const listTools: Handler<'listTools'> = async (_request, { dependencies }) => ({
  status: 200,
  body: { items: dependencies.tools },
});
