import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Fact } from '../../contracts/plan';
import { createEcho, execute } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await createEcho(api);
});
afterEach(() => api.close());

const echo = (id: string, more: object = {}) => ({ id, type: 'agent', agent: 'Echo', ...more });
const row = (...steps: object[]) => ({ id: 'row', type: 'sequential', steps });
const create = (root: object) => api.call('POST', '/api/v1/workflows', { body: { name: 'Undoes', root } });
const mistake = (path: string, code: string) => ({
  status: 400,
  body: { code: 'invalid_definition', errors: [expect.objectContaining({ path, code })] },
});

it('checks what undoes like any other step: its ids, agents, templates, depth', async () => {
  expect(await create(row(echo('a', { compensate: echo('a') })))).toMatchObject(mistake('/root/steps/0/compensate/id', 'duplicate_id'));
  expect(await create(row(echo('a', { compensate: { ...echo('b'), agent: 'Nobody' } })))).toMatchObject(
    mistake('/root/steps/0/compensate/agent', 'unknown_agent'),
  );
  expect(await create(row(echo('a', { compensate: echo('b', { input: '{{ steps.later.text }}' }) }), echo('later')))).toMatchObject({
    status: 400,
    body: { errors: [expect.objectContaining({ path: '/root/steps/0/compensate/input' })] },
  });
  expect(
    await create(row(echo('before'), echo('a', { compensate: echo('b', { input: '{{ steps.a.text }} {{ steps.before.text }}' }) }))),
  ).toMatchObject({
    status: 201,
  });
  expect(await create(row(echo('a', { compensate: 'b' })))).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
});

it('refuses to compensate a compensation, wherever in it', async () => {
  const nested = echo('b', { compensate: echo('c') });
  expect(await create(row(echo('a', { compensate: nested })))).toMatchObject(
    mistake('/root/steps/0/compensate/compensate', 'nested_compensate'),
  );
  expect(await create(row(echo('a', { compensate: { ...row(nested), id: 'undo' } })))).toMatchObject(
    mistake('/root/steps/0/compensate/steps/0/compensate', 'nested_compensate'),
  );
});

it('pins the agents of what undoes, and gives the workflow its structure', async () => {
  const made = await create(row(echo('a', { compensate: echo('b', { input: 'secret' }) })));
  const id = await execute(api, String(made.body.id));
  const plan = (await api.executions.getStart(LOCAL_ORGANIZATION, id))?.plan;
  const [agentId] = Object.keys(plan?.agents ?? {});
  expect(plan?.root).toMatchObject({ steps: [{ agent: agentId, compensate: { agent: agentId } }] });
  expect(api.engine.workflows.get(id)?.root).toMatchObject({
    steps: [{ compensate: { id: 'b', type: 'agent', agent: 'Echo', hasInput: true } }],
  });
});

it('does not retry an execution that has undone what it did', async () => {
  const made = await create(row(echo('a', { compensate: echo('b') })));
  const id = await execute(api, String(made.body.id));
  const facts: Fact[] = [{ type: 'executionStarted' }, { type: 'compensationStarted', stepPath: 'row' }];
  await api.executions.close(LOCAL_ORGANIZATION, id, facts, { status: 'cancelled' });
  expect(await api.call('POST', `/api/v1/executions/${id}/retry`, { body: {} })).toMatchObject({
    status: 409,
    body: { code: 'not_retryable', state: 'cancelled' },
  });
});
