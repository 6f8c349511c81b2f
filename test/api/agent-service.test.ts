import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { readEvents } from './harness/event-reader';
import { endExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const AGENT = { name: 'Writer', instructions: 'Write.', tools: ['count_words'] };
const createAgent = async () => String((await api.call('POST', '/api/v1/agents', { body: AGENT })).body.id);
const execute = (body: object, headers: Record<string, string> = {}) => api.call('POST', '/agents/execute', { body, headers });
const NOW = { prefer: 'wait=0' };

/** What a worker would do: the answer of the agent, and the end. */
async function answer(id: string, text: string): Promise<void> {
  const call = { callId: 'agent/1', stepPath: 'agent', attempt: 1, kind: 'model' as const };
  await api.executions.beginAttempt(LOCAL_ORGANIZATION, id, {
    ...call,
    activity: 'm1',
    worker: 'w',
    facts: [{ type: 'executionStarted' }, { type: 'stepStarted', stepPath: 'agent', stepType: 'agent' }],
    messages: [{ thread: 'agent', index: 0, role: 'user', text: 'tides' }],
    estimatedInputTokens: 1,
  });
  await api.executions.commitCall(LOCAL_ORGANIZATION, id, {
    ...call,
    digest: {},
    messages: [{ thread: 'agent', index: 1, role: 'assistant', text, agent: 'Writer' }],
    output: { message: { thread: 'agent', index: 1 } },
    usage: { inputTokens: 3, outputTokens: 5, estimated: false },
  });
  await api.executions.close(LOCAL_ORGANIZATION, id, [], { status: 'completed', output: 'agent/1' });
  api.live.committed(id);
}

async function started(count = 1): Promise<string> {
  while (api.engine.workflows.size < count) await new Promise(setImmediate);
  return [...api.engine.workflows.keys()].at(-1) as string;
}

describe('POST /agents/execute', () => {
  it('waits for the end and answers output and usage of a durable execution without a workflow', async () => {
    const agentId = await createAgent();
    const waiting = execute({ agent: 'Writer', input: 'tides' });
    const id = await started();
    await answer(id, 'Twice a day.');
    expect(await waiting).toMatchObject({
      status: 200,
      headers: { location: `/api/v1/executions/${id}` },
      body: {
        executionId: id,
        status: 'completed',
        output: { text: 'Twice a day.' },
        error: null,
        usage: { inputTokens: 3, outputTokens: 5, calls: 1 },
      },
    });
    expect(api.engine.workflows.get(id)).toMatchObject({
      workflowId: null,
      name: 'Writer',
      root: { id: 'agent', type: 'agent', agent: 'Writer', maxTurns: 10 },
    });
    expect((await api.executions.getStart(LOCAL_ORGANIZATION, id))?.plan).toEqual({
      root: { id: 'agent', type: 'agent', agent: agentId },
      agents: { [agentId]: { name: 'Writer', revision: 1, model: { provider: 'scripted', name: 'demo' } } },
    });
    const row = await api.call('GET', `/api/v1/executions/${id}`);
    expect(row.body).toMatchObject({ workflowId: null, workflowRevision: null, name: 'Writer', input: 'tides' });
  });

  it('runs an agent that was never saved, with its whole definition pinned', async () => {
    const definition = { ...AGENT, model: { provider: 'scripted', name: 'slow' }, limits: { maxTurns: 3 } };
    const { body } = await execute({ definition, input: { topic: 'tides' } }, NOW);
    const start = await api.executions.getStart(LOCAL_ORGANIZATION, String(body.executionId));
    expect(start).toMatchObject({ name: 'Writer', input: { topic: 'tides' }, plan: { root: { type: 'agent', agent: 'unsaved' } } });
    expect(start?.plan.agents).toEqual({
      unsaved: {
        name: 'Writer',
        revision: 0,
        model: { provider: 'scripted', name: 'slow' },
        definition: { ...definition, description: '' },
      },
    });
    expect(api.engine.workflows.get(String(body.executionId))).toMatchObject({ root: { maxTurns: 3 } });
    expect((await api.call('GET', '/api/v1/agents')).body.items).toEqual([]);
  });

  it.each([
    ['failed', { status: 'failed' as const, error: { code: 'provider_error', message: 'no answer' } }],
    ['cancelled', { status: 'cancelled' as const }],
  ])('answers 200 with status and error when the execution has %s', async (status, ending) => {
    await createAgent();
    const waiting = execute({ agent: 'Writer', input: 'tides' });
    const id = await started();
    await api.executions.close(LOCAL_ORGANIZATION, id, [], ending);
    api.live.committed(id);
    const error = 'error' in ending ? ending.error : null;
    expect(await waiting).toMatchObject({ status: 200, body: { executionId: id, status, output: null, error } });
  });

  it('answers 202 with the address after the time that the request waits', async () => {
    await createAgent();
    const answered = await execute({ agent: 'Writer', input: 'tides' }, NOW);
    expect(answered).toMatchObject({ status: 202, body: { executionId: expect.stringMatching(/^exe_/) } });
    expect(answered.headers.location).toBe(`/api/v1/executions/${answered.body.executionId}`);
    expect(await execute({ agent: 'Writer', input: 'tides' }, { prefer: 'respond-async, wait=1' })).toMatchObject({ status: 202 });
  });

  it('lets one key start one execution and gives every repeat the first answer', async () => {
    await createAgent();
    const waiting = execute({ agent: 'Writer', input: 'tides' }, { 'idempotency-key': 'k' });
    const id = await started();
    await answer(id, 'Twice a day.');
    const first = await waiting;
    const repeat = await execute({ agent: 'Writer', input: 'tides' }, { 'idempotency-key': 'k' });
    expect(repeat).toMatchObject({ status: 200, text: first.text, headers: { 'idempotent-replayed': 'true' } });
    expect(api.engine.starts).toBe(1);
    const other = await execute({ agent: 'Writer', input: 'ebb' }, { 'idempotency-key': 'k' });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_conflict' } });
  });

  it('goes on with the same execution when the engine was away at the first try', async () => {
    await createAgent();
    api.engine.away = true;
    const attempt = () => execute({ agent: 'Writer', input: 'x' }, { ...NOW, 'idempotency-key': 'k' });
    expect(await attempt()).toMatchObject({ status: 503, headers: { 'retry-after': '2' }, body: { code: 'engine_unavailable' } });
    expect((await api.call('GET', '/api/v1/executions')).body.items).toEqual([]);
    api.engine.away = false;
    const again = await attempt();
    expect([...api.engine.workflows.keys()]).toEqual([again.body.executionId]);
  });

  it('answers at once when the server stops', async () => {
    const own = await startApi();
    await own.call('POST', '/api/v1/agents', { body: AGENT });
    const waiting = own.call('POST', '/agents/execute', { body: { agent: 'Writer', input: 'x' } });
    while (own.engine.workflows.size === 0) await new Promise(setImmediate);
    const closing = own.close();
    expect(await waiting).toMatchObject({ status: 202 });
    await closing;
  });

  const input = 'x';
  it.each([
    ['nothing to run', { input }, 400, 'invalid_body', '/agent'],
    ['two to run', { agent: 'Writer', definition: { name: 'a' }, input }, 400, 'invalid_body', '/agent'],
    ['no input', { agent: 'Writer' }, 400, 'invalid_body', '/input'],
    ['an unknown field', { agent: 'Writer', input, wait: 1 }, 400, 'unknown_field', '/wait'],
    ['an unknown agent', { agent: 'nobody', input }, 404, 'not_found', '/agent'],
    ['a definition without a name', { definition: {}, input }, 400, 'invalid_body', '/definition/name'],
    ['an unknown tool', { definition: { name: 'a', tools: ['fly'] }, input }, 400, 'invalid_definition', '/definition/tools/0'],
    [
      'an unknown provider',
      { definition: { name: 'a', model: { provider: 'no', name: 'x' } }, input },
      400,
      'invalid_definition',
      '/definition/model/provider',
    ],
    ['a bad schema', { definition: { name: 'a', output: { type: 'x' } }, input }, 400, 'invalid_definition', '/definition/output/type'],
  ])('refuses %s, on both addresses, and starts nothing', async (_what, body, status, code, path) => {
    await createAgent();
    for (const address of ['/agents/execute', '/agents/stream']) {
      const refused = await api.call('POST', address, { body });
      expect(refused).toMatchObject({ status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body: { code } });
      expect(refused.body.errors).toContainEqual(expect.objectContaining({ path }));
    }
    expect(api.engine.starts).toBe(0);
  });
});

describe('POST /agents/stream', () => {
  const stream = (headers: Record<string, string> = {}) =>
    readEvents(`${api.url}/agents/stream`, { method: 'POST', body: { agent: 'Writer', input: 'tides' }, headers });

  it('streams the feed of a new execution; its first event carries the executionId', async () => {
    await createAgent();
    const reader = await stream({ accept: '*/*' });
    const id = await started();
    expect(reader).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8', location: `/api/v1/executions/${id}` },
    });
    await answer(id, 'Twice a day.');
    await reader.end();
    expect(reader.events[0]).toMatchObject({ id: '1', event: 'executionStarted', data: { executionId: id } });
    expect(reader.events.map(({ event }) => event)).toEqual([
      'executionStarted',
      'stepStarted',
      'messageAdded',
      'messageAdded',
      'executionEnded',
    ]);
  });

  it('gives a repeat with the same key the same execution, from where it stopped', async () => {
    await createAgent();
    const first = await stream({ 'idempotency-key': 'k' });
    const id = await started();
    first.close();
    await answer(id, 'Twice a day.');
    const repeat = await stream({ 'idempotency-key': 'k', 'last-event-id': '2' });
    await repeat.end();
    expect(repeat.headers).toMatchObject({ 'idempotent-replayed': 'true', location: `/api/v1/executions/${id}` });
    expect(repeat.seqs()).toEqual([3, 4, 5]);
    expect(api.engine.starts).toBe(1);
  });

  it('lets the execution go on when its reader has gone', async () => {
    await createAgent();
    const reader = await stream();
    const id = await started();
    reader.close();
    expect(api.engine.workflows.get(id)).toMatchObject({ status: 'running', cancels: 0 });
    await endExecution(api, id);
  });
});
