import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { putExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await put('parent');
});
afterEach(() => api.close());

/** A running execution that the engine knows. */
async function put(id: string): Promise<void> {
  await putExecution(api, id);
  await api.executions.appendFacts(LOCAL_ORGANIZATION, id, [{ type: 'executionStarted' }]);
  const root = { id: 'a', type: 'tool' as const, tool: 'count_words' };
  api.engine.workflows.set(id, {
    executionId: id,
    organizationId: LOCAL_ORGANIZATION,
    workflowId: null,
    name: id,
    root,
    status: 'running',
    cancels: 0,
  });
}

const command = (name: 'pause' | 'resume', id = 'parent', headers = {}) =>
  api.call('POST', `/api/v1/executions/${id}/${name}`, { body: {}, headers });
const kinds = (id = 'parent') =>
  api.engine.signals.filter((one) => one.executionId === id).flatMap(({ letters }) => letters.map(({ kind }) => kind));

it('pauses and resumes, and doing it again changes nothing', async () => {
  const paused = await command('pause');
  expect(paused).toMatchObject({ status: 202, body: { status: 'paused', pausedAt: expect.any(String) } });
  expect((await command('pause')).body).toEqual(paused.body);
  const resumed = await command('resume');
  expect(resumed).toMatchObject({ status: 202, body: { status: 'running' } });
  expect(resumed.body).not.toHaveProperty('pausedAt');
  await command('resume');
  expect(kinds()).toEqual(['pause', 'resume']);
});

it('a request with the key of an earlier one does not pause again what was resumed', async () => {
  const headers = { 'idempotency-key': 'k' };
  await command('pause', 'parent', headers);
  await command('resume');
  expect(await command('pause', 'parent', headers)).toMatchObject({ body: { status: 'paused' } });
  expect(await api.executions.get(LOCAL_ORGANIZATION, 'parent')).toMatchObject({ status: 'running' });
});

it('holds although Temporal is away, and tells it later', async () => {
  api.engine.away = true;
  expect(await command('pause')).toMatchObject({ status: 202, body: { status: 'paused' } });
  api.engine.away = false;
  await command('pause');
  expect(kinds()).toEqual(['pause']);
});

it('takes along the executions that its steps run, but for those that have ended', async () => {
  const { executions } = api;
  for (const id of ['child', 'done']) {
    const start = await executions.getStart(LOCAL_ORGANIZATION, 'parent');
    if (start === null) throw new Error('unreachable');
    await executions.putStart({ ...start, executionId: id, parent: { executionId: 'parent', stepPath: 'a' } });
    await put(id);
  }
  await executions.close(LOCAL_ORGANIZATION, 'done', [], { status: 'completed' });
  await command('pause');
  expect(await executions.get(LOCAL_ORGANIZATION, 'child')).toMatchObject({ status: 'paused' });
  expect([kinds('child'), kinds('done')]).toEqual([['pause'], []]);
  await command('resume');
  expect(await executions.get(LOCAL_ORGANIZATION, 'child')).toMatchObject({ status: 'running' });
});

it('is refused by one that has ended, is unknown, or gets a body that means nothing', async () => {
  await api.executions.close(LOCAL_ORGANIZATION, 'parent', [], { status: 'cancelled' });
  for (const name of ['pause', 'resume'] as const) {
    expect(await command(name)).toMatchObject({ status: 409, body: { code: 'execution_ended', state: 'cancelled' } });
    expect(await command(name, 'nobody')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
  const answer = await api.call('POST', '/api/v1/executions/parent/pause', { body: { until: 'tomorrow' } });
  expect(answer).toMatchObject({ status: 400, body: { code: 'unknown_field' } });
});
