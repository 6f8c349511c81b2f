import { readExchange } from '../read-exchange';
import { found } from './found';
import type { Handler } from './handler';

/** What an attempt of a model call sent and got, in its provider's protocol. */
export const getExchange: Handler<'getExchange'> = async ({ params, query }, { organizationId, dependencies }) => {
  found(await dependencies.executions.get(organizationId, params.id), 'execution');
  return { status: 200, body: await readExchange(dependencies, { organizationId, executionId: params.id, ...query }) };
};
