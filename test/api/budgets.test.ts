import type { Budget, OrganizationMonth } from '../../contracts/budget';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { begin, commit, tokens } from '../suites/execution-builders';
import { createEcho } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

const PRICES = {
  'scripted/demo': { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '2', maxOutputTokens: 500 },
  'scripted/endless': { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '2' },
  'scripted/foreign': { currency: 'USD', inputPerMillion: '1', outputPerMillion: '2', maxOutputTokens: 500 },
};

let api: TestApi;
let workflowId: string;
beforeAll(async () => {
  api = await startApi({ prices: PRICES });
  ({ workflowId } = await createEcho(api, { budget: { calls: 7 } }));
});
afterAll(() => api.close());
afterEach(() => api.call('DELETE', '/api/v1/organization/budget'));

const EURO: Budget = { cost: { amount: '1.5', currency: 'EUR' } };

/** Starts an execution of one agent with this model; gives the answer. */
async function run(budget?: unknown, model?: object) {
  const body = { definition: { name: 'Echo', ...(model && { model }) }, input: 'hello', ...(budget !== undefined && { budget }) };
  return api.call('POST', '/agents/execute', { body, headers: { prefer: 'wait=0' } });
}

const BAD: [string, unknown, string, string?][] = [
  ['a negative amount', { cost: { amount: '-1', currency: 'EUR' } }, '/budget/cost/amount'],
  ['an amount of nothing', { cost: { amount: '0.000', currency: 'EUR' } }, '/budget/cost/amount'],
  ['an amount that is a number', { cost: { amount: 1.5, currency: 'EUR' } }, '/budget/cost/amount'],
  ['an amount with an exponent', { cost: { amount: '1e3', currency: 'EUR' } }, '/budget/cost/amount'],
  ['an amount with a comma', { cost: { amount: '1,50', currency: 'EUR' } }, '/budget/cost/amount'],
  ['an amount beyond all reason', { cost: { amount: '1000000000000', currency: 'EUR' } }, '/budget/cost/amount'],
  ['a currency that is none', { cost: { amount: '1', currency: 'EURO' } }, '/budget/cost/currency'],
  ['an amount without a currency', { cost: { amount: '1' } }, '/budget/cost/currency'],
  ['half a token', { tokens: 0.5 }, '/budget/tokens'],
  ['no tokens', { tokens: 0 }, '/budget/tokens'],
  ['negative calls', { calls: -3 }, '/budget/calls'],
  ['more calls than anybody makes', { calls: 1e15 }, '/budget/calls'],
  ['a time without a unit', { time: '30' }, '/budget/time'],
  ['no time', { time: '0s' }, '/budget/time'],
  ['a time of a thousand years', { time: '365000d' }, '/budget/time'],
  ['a warning beyond the limit', { calls: 1, warnAt: 1.1 }, '/budget/warnAt'],
  ['another end', { calls: 1, onExceeded: 'shrug' }, '/budget/onExceeded'],
  ['people to ask who are not asked', { calls: 1, approval: { assignees: ['ann'] } }, '/budget/approval'],
  ['a question without a time', { calls: 1, onExceeded: 'ask', approval: { timeout: '0s' } }, '/budget/approval/timeout'],
  [
    'others asked too late',
    { calls: 1, onExceeded: 'ask', approval: { timeout: '1h', escalation: { after: '1h', to: ['boss'] } } },
    '/budget/approval/escalation/after',
  ],
  ['nothing that is limited', { warnAt: 0.5 }, '/budget'],
  ['a field that is none', { calls: 1, money: 1 }, '/budget/money', 'unknown_field'],
];

it.each(BAD.map(([what, budget, path, code]) => [what, budget, path, code ?? 'invalid_body'] as const))(
  'refuses a budget with %s, when it is executed and when it is saved',
  async (_what, budget, path, code) => {
    const before = api.engine.workflows.size;
    const refusal = { status: 400, body: { code, errors: [expect.objectContaining({ path })] } };
    expect(await run(budget)).toMatchObject(refusal);
    expect(await api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: { budget } })).toMatchObject(refusal);
    const root = { id: 'echo', type: 'agent', agent: 'Echo' };
    expect(await api.call('POST', '/api/v1/workflows', { body: { name: 'Bad', root, budget } })).toMatchObject(refusal);
    expect(api.engine.workflows.size).toBe(before);
  },
);

describe('a budget of money', () => {
  it('is pinned with the prices, the output limit of the price list, and shown', async () => {
    const { body } = await run({ ...EURO, time: '10m' });
    const start = await api.executions.getStart(LOCAL_ORGANIZATION, String(body.executionId));
    expect(start).toMatchObject({
      budget: { ...EURO, time: '10m' },
      plan: {
        agents: { unsaved: { model: { maxOutputTokens: 500 }, price: { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '2' } } },
      },
    });
    expect(api.engine.workflows.get(String(body.executionId))).toMatchObject({ timeBudgetMs: 600_000 });
    const nothing = { cost: { amount: '0', currency: 'EUR' }, tokens: 0, calls: 0 };
    expect((await api.call('GET', `/api/v1/executions/${body.executionId}`)).body).toMatchObject({
      budget: { ...EURO, time: '10m' },
      budgetUsed: nothing,
      budgetReserved: nothing,
      usage: { cost: { amount: '0', currency: 'EUR' } },
    });
  });

  it.each([
    ['without a price', { provider: 'scripted', name: 'new', maxOutputTokens: 5 }, 'price_unknown'],
    ['without an output limit', { provider: 'scripted', name: 'endless' }, 'output_limit_missing'],
    ['in another currency', { provider: 'scripted', name: 'foreign' }, 'other_currency'],
  ])('refuses a model %s when it is executed, and names the agent', async (_what, model, code) => {
    const refused = await run(EURO, model);
    expect(refused).toMatchObject({ status: 422, body: { code: 'budget_needs_price', errors: [{ code }] } });
    expect(refused.text).toContain('of the agent Echo');
    expect(await run({ calls: 3, tokens: 10 }, model)).toMatchObject({ status: 202 });
  });

  it('of a workflow holds for its executions, unless they bring another', async () => {
    const budgetOf = async (body?: object) => {
      const { body: started } = await api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body });
      return (await api.call('GET', `/api/v1/executions/${started.executionId}`)).body.budget;
    };
    expect(await budgetOf()).toEqual({ calls: 7 });
    expect(await budgetOf({ budget: EURO })).toEqual(EURO);
  });

  it('is the same for a retry, or a larger one, with nothing used of it', async () => {
    const id = String((await run({ calls: 1 })).body.executionId);
    await api.executions.beginAttempt(LOCAL_ORGANIZATION, id, begin());
    await api.executions.commitCall(LOCAL_ORGANIZATION, id, commit('x', { usage: tokens(10, 5) }));
    await api.executions.close(LOCAL_ORGANIZATION, id, [], {
      status: 'budget_exhausted',
      error: { code: 'budget_exhausted', message: '' },
    });
    const retry = (body?: object) => api.call('POST', `/api/v1/executions/${id}/retry`, { body });
    expect((await retry()).body).toMatchObject({ budget: { calls: 1 }, budgetUsed: { calls: 0, tokens: 0 } });
    expect((await retry({ budget: EURO })).body).toMatchObject({ budget: EURO });
    expect((await api.call('GET', `/api/v1/executions/${id}`)).body).toMatchObject({
      status: 'budget_exhausted',
      budgetUsed: { calls: 1 },
    });
  });
});

describe("an organization's budget", () => {
  const PATH = '/api/v1/organization/budget';

  it('is set, read with what the month has used, and removed', async () => {
    const before = (await api.call('GET', PATH)).body as unknown as OrganizationMonth;
    expect(before).toMatchObject({ budget: null, reserved: { tokens: 0, calls: 0 } });
    const used = (more: number) => ({ tokens: before.used.tokens + more });
    const id = String((await run()).body.executionId);
    const reservation = { inputTokens: 100, outputTokens: 500, price: { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '2' } };
    await api.executions.beginAttempt(LOCAL_ORGANIZATION, id, begin({ reservation }));
    expect((await api.call('PUT', PATH, { body: { ...EURO, calls: 9 } })).body).toMatchObject({
      budget: { ...EURO, calls: 9 },
      month: new Date().toISOString().slice(0, 7),
      used: used(0),
      reserved: { cost: { amount: '0.0011', currency: 'EUR' }, tokens: 600, calls: 1 },
    });
    await api.executions.commitCall(LOCAL_ORGANIZATION, id, commit('x', { usage: tokens(10, 5) }));
    expect((await api.call('GET', PATH)).body).toMatchObject({
      used: used(15),
      reserved: { calls: 0 },
    });
    expect(await api.call('DELETE', PATH)).toMatchObject({ status: 204 });
    expect((await api.call('GET', PATH)).body).toMatchObject({ budget: null, used: used(15) });
  });

  it('refuses executions of models whose cost nobody knows, and calls that it does not cover', async () => {
    await api.call('PUT', PATH, { body: { cost: { amount: '0.001', currency: 'EUR' } } });
    expect(await run(undefined, { provider: 'scripted', name: 'new' })).toMatchObject({
      status: 422,
      body: { code: 'budget_needs_price' },
    });
    const id = String((await run()).body.executionId);
    const reservation = { inputTokens: 100, outputTokens: 500, price: { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '2' } };
    const begun = await api.executions.beginAttempt(LOCAL_ORGANIZATION, id, begin({ reservation }));
    expect(begun.budget).toMatchObject({
      grant: 'refused',
      over: { scope: 'organization', limited: 'cost', limit: '0.001', needed: '0.0011' },
    });
    expect((await api.call('GET', `/api/v1/executions/${id}/events`)).body.items).toContainEqual(
      expect.objectContaining({ type: 'budgetExceeded', scope: 'organization' }),
    );
  });

  it.each([
    ['time', { time: '5m' }, '/time'],
    ['another end', { calls: 1, onExceeded: 'shrug' }, '/onExceeded'],
    ['nothing', {}, ''],
    ['a negative amount', { cost: { amount: '-5', currency: 'EUR' } }, '/cost/amount'],
  ])('refuses %s', async (_what, body, path) => {
    expect(await api.call('PUT', PATH, { body })).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
    expect((await api.call('GET', PATH)).body.budget).toBeNull();
  });
});
