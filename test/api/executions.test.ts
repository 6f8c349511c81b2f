import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createEcho, execute } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const end = (id: string) => api.executions.close(LOCAL_ORGANIZATION, id, [], { status: 'completed' });

describe('starting', () => {
  it('pins the plan, starts the workflow under the id of the execution and lists it', async () => {
    const { agentId, workflowId } = await createEcho(api, {
      root: { id: 'echo', type: 'agent', agent: 'Echo', timeout: '30s', retry: { maxAttempts: 2 } },
    });
    const answer = await api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: { input: { topic: 'tides' } } });
    const id = String(answer.body.executionId);
    expect(answer).toMatchObject({ status: 202, headers: { location: `/api/v1/executions/${id}` } });
    expect(api.engine.workflows.get(id)).toMatchObject({
      organizationId: LOCAL_ORGANIZATION,
      workflowId,
      name: 'Echo once',
      root: {
        id: 'echo',
        type: 'agent',
        agent: 'Echo',
        maxTurns: 10,
        timeoutMs: 30_000,
        retry: { maxAttempts: 2, initialIntervalMs: 1_000 },
      },
    });
    expect((await api.executions.getStart(LOCAL_ORGANIZATION, id))?.plan).toEqual({
      root: { id: 'echo', type: 'agent', agent: agentId, timeout: '30s', retry: { maxAttempts: 2 } },
      agents: { [agentId]: { name: 'Echo', revision: 1, model: { provider: 'scripted', name: 'demo' } } },
    });
    expect((await api.call('GET', `/api/v1/executions/${id}`)).body).toMatchObject({
      id,
      workflowId,
      workflowRevision: 1,
      status: 'queued',
      input: { topic: 'tides' },
    });
  });

  it("gives workflow code structure only, with each agent's own limit and bent retry intervals", async () => {
    await api.call('POST', '/api/v1/agents', {
      body: { name: 'Long', limits: { maxTurns: 40 }, model: { provider: 'scripted', name: 'slow' } },
    });
    const root = {
      id: 'all',
      type: 'sequential' as const,
      steps: [
        { id: 'a', type: 'agent' as const, agent: 'Long', input: 'secret {{ input }}', retry: { maxInterval: '100ms' } },
        { id: 'b', type: 'tool' as const, tool: 'count_words', arguments: { text: 'x' }, retry: { initialInterval: '5m' } },
      ],
    };
    const { workflowId } = await createEcho(api, { root });
    const workflow = api.engine.workflows.get(await execute(api, workflowId));
    expect(JSON.stringify(workflow)).not.toContain('secret');
    expect(workflow?.root).toMatchObject({
      steps: [
        { id: 'a', maxTurns: 40, retry: { initialIntervalMs: 100, maxIntervalMs: 100 } },
        { id: 'b', tool: 'count_words', retry: { initialIntervalMs: 300_000, maxIntervalMs: 300_000 } },
      ],
    });
  });

  it('checks the input against the inputSchema', async () => {
    const inputSchema = {
      type: 'object',
      properties: { topic: { type: 'string', minLength: 2 } },
      required: ['topic'],
      additionalProperties: false,
    };
    const { workflowId } = await createEcho(api, { inputSchema } as never);
    const attempt = (body: object) => api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body });
    expect((await attempt({ input: { topic: 'x', more: 1 } })).body).toMatchObject({
      code: 'invalid_input',
      errors: expect.arrayContaining([
        expect.objectContaining({ path: '/input/topic', code: 'min_length' }),
        expect.objectContaining({ path: '/input/more', code: 'unknown_field' }),
      ]),
    });
    expect(await attempt({})).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ path: '/input' }] } });
    expect(await attempt({ input: {} })).toMatchObject({ status: 400, body: { errors: [{ path: '/input/topic', code: 'required' }] } });
    expect(api.engine.starts).toBe(0);
    expect((await attempt({ input: { topic: 'tides' } })).status).toBe(202);
  });

  it('does not let a pattern that backtracks hold up the process', async () => {
    const { workflowId } = await createEcho(api, { inputSchema: { type: 'string', pattern: '^(a+)+$' } });
    const before = Date.now();
    const answer = await api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: { input: `${'a'.repeat(60)}!` } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ path: '/input', code: 'too_slow' }] } });
    expect(Date.now() - before).toBeLessThan(3_000);
  });

  it('answers 503 and lists nothing while the engine is away; the same key then starts it once', async () => {
    const { workflowId } = await createEcho(api);
    const attempt = () =>
      api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: { input: 'x' }, headers: { 'idempotency-key': 'once' } });
    api.engine.away = true;
    expect(await attempt()).toMatchObject({ status: 503, headers: { 'retry-after': '2' }, body: { code: 'engine_unavailable' } });
    expect((await api.call('GET', '/api/v1/executions')).body.items).toEqual([]);
    api.engine.away = false;
    api.engine.loseNextAnswer = true;
    expect((await attempt()).status).toBe(503);
    const answer = await attempt();
    expect(answer.status).toBe(202);
    expect([...api.engine.workflows.keys()]).toEqual([answer.body.executionId]);
  });

  it('keeps the plan of the first try when the definitions change before the second', async () => {
    const { agentId, workflowId } = await createEcho(api);
    const attempt = () => api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: {}, headers: { 'idempotency-key': 'once' } });
    api.engine.away = true;
    await attempt();
    await api.call('PUT', `/api/v1/agents/${agentId}`, {
      body: { name: 'Renamed', limits: { maxTurns: 3 } },
      headers: { 'if-match': '*' },
    });
    api.engine.away = false;
    const answer = await attempt();
    expect(api.engine.workflows.get(String(answer.body.executionId))).toMatchObject({ root: { agent: 'Echo', maxTurns: 10 } });
  });

  it('needs no body when there is no input', async () => {
    const { workflowId } = await createEcho(api);
    const answer = await api.call('POST', `/api/v1/workflows/${workflowId}/execute`);
    expect(answer.status).toBe(202);
    expect((await api.executions.getStart(LOCAL_ORGANIZATION, String(answer.body.executionId)))?.input).toBeNull();
  });

  it('says which agent is gone when a workflow can no longer run', async () => {
    const { agentId, workflowId } = await createEcho(api);
    await api.call('PUT', `/api/v1/agents/${agentId}`, { body: { name: 'Renamed' }, headers: { 'if-match': '*' } });
    const answer = await api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: {} });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_definition', errors: [{ path: '/root/agent', code: 'unknown_agent' }] },
    });
  });

  it('answers 404 for an unknown workflow', async () => {
    expect(await api.call('POST', '/api/v1/workflows/none/execute', { body: {} })).toMatchObject({ status: 404 });
  });
});

describe('cancelling', () => {
  it('notes the request, asks the engine, and may be repeated', async () => {
    const { workflowId } = await createEcho(api);
    const id = await execute(api, workflowId);
    const first = await api.call('POST', `/api/v1/executions/${id}/cancel`);
    expect(first).toMatchObject({ status: 202, body: { id, cancelRequestedAt: expect.any(String) } });
    const second = await api.call('POST', `/api/v1/executions/${id}/cancel`, { body: {} });
    expect(second).toMatchObject({ status: 202, body: { cancelRequestedAt: first.body.cancelRequestedAt } });
    expect(api.engine.workflows.get(id)?.cancels).toBe(2);
  });

  it('names the status of an execution that has ended', async () => {
    const { workflowId } = await createEcho(api);
    const id = await execute(api, workflowId);
    await end(id);
    for (const path of [`/api/v1/executions/${id}/cancel`, `/api/v1/workflows/${workflowId}/cancel`]) {
      const answer = await api.call('POST', path);
      expect(answer).toMatchObject({ status: 409, body: { code: 'execution_ended', state: 'completed' } });
      expect(answer.body.detail).toContain('completed');
    }
  });

  it('keeps the request while the engine is away', async () => {
    const { workflowId } = await createEcho(api);
    const id = await execute(api, workflowId);
    api.engine.away = true;
    expect(await api.call('POST', `/api/v1/executions/${id}/cancel`)).toMatchObject({ status: 503, body: { code: 'engine_unavailable' } });
    expect((await api.call('GET', `/api/v1/executions/${id}`)).body.cancelRequestedAt).toEqual(expect.any(String));
  });

  it('ends at once what cannot hear of it, for its next step cannot be worked out', async () => {
    const { workflowId } = await createEcho(api);
    const id = await execute(api, workflowId);
    const problem = { code: 'workflow_task_failed' as const, message: 'It cannot go on' };
    await api.executions.setAttention(LOCAL_ORGANIZATION, id, problem);
    const cancel = () => api.call('POST', `/api/v1/executions/${id}/cancel`);
    // It has just got on again.
    expect(await cancel()).toMatchObject({ status: 202, body: { status: 'attention', cancelRequestedAt: expect.any(String) } });
    Object.assign(api.engine.workflows.get(id) ?? {}, { problem });
    expect(await cancel()).toMatchObject({ status: 202, body: { status: 'cancelled' } });
    expect(api.engine.workflows.get(id)?.status).toBe('terminated');
  });

  it('takes the newest execution of a workflow that has not ended, or the one named', async () => {
    const { workflowId } = await createEcho(api);
    const first = await execute(api, workflowId);
    const second = await execute(api, workflowId);
    const third = await execute(api, workflowId);
    await end(third);
    expect((await api.call('POST', `/api/v1/workflows/${workflowId}/cancel`)).body.id).toBe(second);
    expect((await api.call('POST', `/api/v1/workflows/${workflowId}/cancel`, { body: { executionId: first } })).body.id).toBe(first);
  });

  it('tells an unknown execution, an unknown workflow and a workflow without executions apart', async () => {
    const { workflowId } = await createEcho(api);
    expect(await api.call('POST', '/api/v1/executions/none/cancel')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await api.call('POST', '/api/v1/workflows/none/cancel')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await api.call('POST', `/api/v1/workflows/${workflowId}/cancel`)).toMatchObject({ status: 404, body: { code: 'no_execution' } });
  });
});

describe('reading', () => {
  it('gives the status of the newest execution of a workflow, or of the one named', async () => {
    const { workflowId } = await createEcho(api);
    const status = (query = '') => api.call('GET', `/api/v1/workflows/${workflowId}/status${query}`);
    expect(await status()).toMatchObject({ status: 404, body: { code: 'no_execution' } });
    const first = await execute(api, workflowId);
    const second = await execute(api, workflowId);
    await end(second);
    expect(await status()).toMatchObject({ status: 200, body: { id: second, status: 'completed' } });
    expect(await status(`?executionId=${first}`)).toMatchObject({ status: 200, body: { id: first, status: 'queued' } });
    expect(await status('?executionId=none')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const other = await api.call('POST', '/api/v1/workflows', { body: { name: 'Other', root: { id: 'a', type: 'agent', agent: 'Echo' } } });
    const foreign = await api.call('GET', `/api/v1/workflows/${other.body.id}/status?executionId=${first}`);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('lists executions by workflow, status and time', async () => {
    const { workflowId } = await createEcho(api);
    const first = await execute(api, workflowId);
    const second = await execute(api, workflowId);
    await end(first);
    const ids = async (query: string) => {
      const { body } = await api.call('GET', `/api/v1/executions?${query}`);
      return (body.items as { id: string }[]).map(({ id }) => id);
    };
    expect(await ids('')).toEqual([second, first]);
    expect(await ids('status=completed')).toEqual([first]);
    expect(await ids('status=completed&status=queued')).toEqual([second, first]);
    expect(await ids('workflowId=other')).toEqual([]);
    expect(await ids('startedAfter=2100-01-01T00:00:00Z')).toEqual([]);
    expect(await ids(`startedBefore=${encodeURIComponent('2100-01-01T00:00:00+02:00')}`)).toEqual([second, first]);
  });

  it('gives pages of the feed', async () => {
    const { workflowId } = await createEcho(api);
    const id = await execute(api, workflowId);
    await api.executions.appendFacts(LOCAL_ORGANIZATION, id, [
      { type: 'executionStarted' },
      { type: 'stepStarted', stepPath: 'echo', stepType: 'agent' },
    ]);
    await end(id);
    const all = await api.call('GET', `/api/v1/executions/${id}/events`);
    expect(all.body).toMatchObject({ lastSeq: 3, ended: true });
    expect((all.body.items as { seq: number; type: string }[]).map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'executionStarted'],
      [2, 'stepStarted'],
      [3, 'executionEnded'],
    ]);
    const page = await api.call('GET', `/api/v1/executions/${id}/events?after=1&limit=1`);
    expect(page.body).toMatchObject({ items: [{ seq: 2 }], lastSeq: 3, ended: true });
  });

  it('gives messages and attempts', async () => {
    const { workflowId } = await createEcho(api);
    const id = await execute(api, workflowId);
    await api.executions.beginAttempt(LOCAL_ORGANIZATION, id, {
      callId: 'echo/1',
      stepPath: 'echo',
      attempt: 1,
      kind: 'model',
      activity: 'm1',
      worker: 'w',
      facts: [],
      messages: [{ thread: 'echo', index: 0, role: 'user', text: 'hello' }],
      estimatedInputTokens: 1,
    });
    expect((await api.call('GET', `/api/v1/executions/${id}/messages`)).body.items).toMatchObject([{ thread: 'echo', text: 'hello' }]);
    expect((await api.call('GET', `/api/v1/executions/${id}/messages?thread=other`)).body.items).toEqual([]);
    expect((await api.call('GET', `/api/v1/executions/${id}/attempts`)).body.items).toMatchObject([
      { callId: 'echo/1', status: 'started' },
    ]);
    expect(await api.call('GET', `/api/v1/executions/${id}/messages?cursor=x`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
  });

  it('answers 404 for an unknown execution, on every path', async () => {
    for (const path of ['', '/events', '/messages', '/attempts']) {
      expect(await api.call('GET', `/api/v1/executions/none${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});
