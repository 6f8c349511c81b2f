import { createClient, StudioError } from '../../client';
import { RUNNING } from './fakes/events';
import { type Answer, createFakeFetch, json } from './fakes/fake-fetch';

const URL = 'http://studio.test';
const UNREACHABLE = new TypeError('fetch failed');

function start(answers: Answer[], maxAttempts?: number) {
  const { send, requests } = createFakeFetch(answers);
  const waits: number[] = [];
  const wait = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    waits.push(ms);
  };
  return { client: createClient({ url: URL, fetch: send, retry: { wait, maxAttempts } }), requests, waits };
}

describe('a call', () => {
  it('fills in path, query and body', async () => {
    const { client, requests } = start([json(200, { items: [] }), json(202, { executionId: 'e1' })]);
    await client.executions.list({ status: ['running', 'waiting'], limit: 10, cursor: undefined });
    await client.workflows.execute('a/b ?', { topic: 'tides' });
    expect(requests[0]).toMatchObject({ method: 'GET', url: `${URL}/api/v1/executions?status=running&status=waiting&limit=10` });
    expect(requests[1]).toMatchObject({
      method: 'POST',
      url: `${URL}/api/v1/workflows/a%2Fb%20%3F/execute`,
      body: { input: { topic: 'tides' } },
      headers: { 'content-type': 'application/json' },
    });
  });

  it('refuses an empty path parameter before anything is sent', async () => {
    const { client, requests } = start([]);
    await expect(client.executions.get('')).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });

  it('names the revision that a replacement is based on', async () => {
    const { client, requests } = start([json(200, {})]);
    await client.agents.replace('a1', { name: 'Writer' }, { ifMatch: 3 });
    expect(requests[0]?.headers['if-match']).toBe('"3"');
  });

  it('deletes with the revision that was read, and has no body to read', async () => {
    const { client, requests } = start([new Response(null, { status: 204 }), json(200, { revision: 2 })]);
    await expect(client.workflows.delete('w1', { ifMatch: 2 })).resolves.toBeUndefined();
    await expect(client.agents.revision('a1', 2)).resolves.toEqual({ revision: 2 });
    expect(requests[0]).toMatchObject({ method: 'DELETE', url: `${URL}/api/v1/workflows/w1`, headers: { 'if-match': '"2"' } });
    expect(requests[1]).toMatchObject({ method: 'GET', url: `${URL}/api/v1/agents/a1/revisions/2` });
  });

  it('throws what the problem details say', async () => {
    const errors = [{ path: '/root/agent', code: 'unknown_agent', message: 'There is no such agent' }];
    const { client } = start([json(400, { code: 'invalid_definition', detail: 'The definition cannot run', errors, requestId: 'r1' })]);
    const failure = await client.workflows.create({ name: 'x', root: { id: 'a', type: 'agent', agent: 'nobody' } }).catch((error) => error);
    expect(failure).toBeInstanceOf(StudioError);
    expect(failure).toMatchObject({
      code: 'invalid_definition',
      status: 400,
      errors,
      requestId: 'r1',
      message: 'The definition cannot run',
    });
  });

  it('says what came when the answer is not of the API', async () => {
    const { client } = start([new Response('<h1>Bad gateway</h1>', { status: 502 })]);
    await expect(client.studio()).rejects.toMatchObject({ code: 'unexpected_answer', status: 502 });
  });
});

describe('a list', () => {
  it('gives its first page when awaited, and every item of all pages to for await', async () => {
    const pages = () => [json(200, { items: [{ id: 'e3' }, { id: 'e2' }], nextCursor: 'c1' }), json(200, { items: [{ id: 'e1' }] })];
    const { client, requests } = start(pages());
    await expect(client.executions.list({ status: ['failed'], limit: 2 })).resolves.toMatchObject({ nextCursor: 'c1' });
    expect(requests).toHaveLength(1);
    const second = start(pages());
    const ids: string[] = [];
    for await (const { id } of second.client.executions.list({ status: ['failed'], limit: 2 })) ids.push(id);
    expect(ids).toEqual(['e3', 'e2', 'e1']);
    expect(second.requests.map(({ url }) => url)).toEqual([
      `${URL}/api/v1/executions?status=failed&limit=2`,
      `${URL}/api/v1/executions?status=failed&limit=2&cursor=c1`,
    ]);
  });

  it('asks for no page that nobody reads, and throws where a page fails', async () => {
    const gone = json(400, { code: 'invalid_cursor', detail: 'Begin again without a cursor' });
    const { client, requests } = start([json(200, { items: [{ id: 'm1' }], nextCursor: 'c1' }), gone]);
    const items = client.executions.messages('e1')[Symbol.asyncIterator]();
    await expect(items.next()).resolves.toMatchObject({ value: { id: 'm1' } });
    expect(requests).toHaveLength(1);
    await expect(items.next()).rejects.toMatchObject({ name: 'StudioError', code: 'invalid_cursor' });
  });
});

describe('a safe retry', () => {
  it('repeats a command with the same key after a lost answer', async () => {
    const { client, requests } = start([UNREACHABLE, UNREACHABLE, json(202, { executionId: 'e1' })]);
    await expect(client.workflows.execute('w1')).resolves.toEqual({ executionId: 'e1' });
    const keys = requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys).size).toBe(1);
  });

  it('uses the key that the caller gives, and another for another command', async () => {
    const { client, requests } = start([json(202, RUNNING), json(202, RUNNING), json(202, RUNNING)]);
    await client.executions.cancel('e1', { idempotencyKey: 'mine' });
    await client.executions.cancel('e1');
    await client.executions.cancel('e1');
    const [given, ...random] = requests.map(({ headers }) => headers['idempotency-key']);
    expect(given).toBe('mine');
    expect(new Set(random).size).toBe(2);
  });

  it('waits longer each time, and never less than the server says', async () => {
    const away = { code: 'engine_unavailable', detail: 'The engine is away' };
    const { client, waits } = start([json(503, away), json(503, away, { 'retry-after': '3' }), json(429, {}), json(200, RUNNING)]);
    await client.executions.get('e1');
    expect(waits).toEqual([200, 3000, 800]);
  });

  it('gives up after the last try with the last reason', async () => {
    const { client, requests } = start([UNREACHABLE, UNREACHABLE, UNREACHABLE], 3);
    await expect(client.studio()).rejects.toMatchObject({ code: 'network_error', status: 0, cause: UNREACHABLE });
    expect(requests).toHaveLength(3);
  });

  it('does not wait longer than it may', async () => {
    const { client, waits } = start([json(429, { code: 'rate_limited' }, { 'retry-after': '3600' })]);
    await expect(client.studio()).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 3_600_000 });
    expect(waits).toEqual([]);
  });

  it('waits for the first request with the same key', async () => {
    const { client, waits } = start([json(409, { code: 'idempotency_in_progress' }, { 'retry-after': '1' }), json(202, RUNNING)]);
    await client.executions.cancel('e1');
    expect(waits).toEqual([1000]);
  });

  it('repeats neither a refusal nor a replacement whose answer was lost', async () => {
    const { client, requests } = start([json(404, { code: 'not_found' }), UNREACHABLE]);
    await expect(client.executions.get('e1')).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.agents.replace('a1', { name: 'Writer' }, { ifMatch: '*' })).rejects.toMatchObject({ code: 'network_error' });
    expect(requests).toHaveLength(2);
  });

  it('stops with the reason of the signal', async () => {
    const { client } = start([UNREACHABLE]);
    const reason = new Error('enough');
    await expect(client.studio({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
