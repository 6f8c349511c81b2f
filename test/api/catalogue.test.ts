import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createEcho, execute } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it('lists the tools that a definition may name', async () => {
  expect(await api.call('GET', '/api/v1/tools')).toMatchObject({
    status: 200,
    body: {
      items: [{ id: 'count_words', description: 'Counts words', repeat: 'pure', source: 'built-in', inputSchema: { type: 'object' } }],
    },
  });
});

it('lists the models of every provider, and says which are configured', async () => {
  expect(await api.call('GET', '/models/list')).toMatchObject({
    status: 200,
    body: {
      items: [{ provider: 'scripted', name: 'demo', capabilities: { tools: true, structuredOutput: false }, configured: true }],
    },
  });
});

it('lists the checkpoints of an execution, ascending, in pages', async () => {
  const { workflowId } = await createEcho(api);
  const id = await execute(api, workflowId);
  await api.executions.appendFacts(
    LOCAL_ORGANIZATION,
    id,
    ['a', 'b', 'c'].map((stepPath) => ({ type: 'superstepCommitted' as const, stepPath })),
  );
  const path = `/api/v1/executions/${id}/checkpoints`;
  const first = await api.call('GET', `${path}?limit=2`);
  expect(first.body.items).toMatchObject([
    { superstep: 1, stepPath: 'a', seq: 1, usage: { calls: 0 } },
    { superstep: 2, stepPath: 'b', seq: 2 },
  ]);
  const rest = await api.call('GET', `${path}?limit=2&cursor=${encodeURIComponent(String(first.body.nextCursor))}`);
  expect(rest.body).toMatchObject({ items: [{ superstep: 3, stepPath: 'c' }] });
  expect(rest.body.nextCursor).toBeUndefined();
  expect(await api.call('GET', `${path}?cursor=x`)).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  expect(await api.call('GET', '/api/v1/executions/none/checkpoints')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});
