import { io, type Socket } from 'socket.io-client';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { AgentDelta, FeedEvent, ServerToClient, SocketError, Subscribed } from '../../contracts/events';
import { startApi, type TestApi } from './harness/start-api';

type Client = Socket<ServerToClient, Record<string, (...given: unknown[]) => void>>;

let api: TestApi;
const clients: Client[] = [];
beforeEach(async () => {
  api = await startApi();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await api.close();
});

async function connect(options: { transports?: string[] } = {}): Promise<Client> {
  const client: Client = io(api.url, { forceNew: true, reconnection: false, transports: ['websocket'], ...options });
  clients.push(client);
  await new Promise<void>((resolve, reject) => {
    client.on('connect', resolve);
    client.on('connect_error', reject);
  });
  return client;
}

type Answer = Subscribed & SocketError & { executionId: string };
const ask = (client: Client, event: string, ...payload: unknown[]): Promise<Answer> => client.timeout(5_000).emitWithAck(event, ...payload);

/** The feed events that a client gets, with the names they came under. */
function collect(client: Client) {
  const got: { name: string; event: FeedEvent }[] = [];
  client.onAny((name: string, event: FeedEvent) => {
    if (name !== 'AgentDelta') got.push({ name, event });
  });
  return got;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

async function putExecution(id: string): Promise<void> {
  const root = { id: 'a', type: 'tool' as const, tool: 'count_words', arguments: {} };
  const plan = { root, agents: {} };
  const startedAt = new Date().toISOString();
  const record = {
    executionId: id,
    organizationId: LOCAL_ORGANIZATION,
    workflowId: null,
    workflowRevision: null,
    name: id,
    plan,
    input: null,
    startedAt,
  };
  await api.executions.putStart(record);
  await api.executions.listStarted(LOCAL_ORGANIZATION, id);
}

/** Appends steps `from` to `to`, and hints at them. */
async function append(id: string, from: number, to: number, type: 'stepStarted' | 'stepCancelled' = 'stepStarted'): Promise<void> {
  const facts = Array.from({ length: to - from }, (_, index) => ({ type, stepPath: `a#${from + index + 1}`, stepType: 'tool' }));
  await api.executions.appendFacts(LOCAL_ORGANIZATION, id, facts);
  api.live.committed(id);
}

async function end(id: string): Promise<void> {
  await api.executions.close(LOCAL_ORGANIZATION, id, [], { status: 'completed' });
  api.live.committed(id);
}

const seqs = (got: { event: FeedEvent }[]) => got.map(({ event }) => event.seq);
const dense = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1);
const delta = (executionId: string, text: string): AgentDelta => ({
  executionId,
  callId: 'a/1',
  attempt: 1,
  offset: 0,
  text,
  stepPath: 'a',
  agent: 'Echo',
});

it('acknowledges with what stands, then sends what is higher, each event under its name', async () => {
  await putExecution('x');
  await append('x', 0, 3);
  const client = await connect();
  const got = collect(client);
  const answer = await ask(client, 'subscribe', { executionId: 'x', after: 1 });
  expect(answer).toMatchObject({ execution: { id: 'x' }, lastSeq: 3, live: [] });
  const call = { callId: 'a/1', stepPath: 'a', attempt: 1 };
  await api.executions.beginAttempt(LOCAL_ORGANIZATION, 'x', {
    ...call,
    kind: 'tool',
    activity: 't1',
    worker: 'w',
    facts: [],
    messages: [{ thread: 't', index: 0, role: 'user', text: 'hello' }],
    estimatedInputTokens: 0,
    tool: { tool: 'count_words', arguments: {} },
  });
  api.live.committed('x');
  await end('x');
  await until(() => got.at(-1)?.event.type === 'executionEnded');
  expect(seqs(got)).toEqual(dense(1, seqs(got).length + 1));
  const names = new Map(got.map(({ name, event }) => [event.type, name]));
  expect(Object.fromEntries(names)).toMatchObject({
    stepStarted: 'WorkflowProgress',
    messageAdded: 'AgentMessage',
    toolCalled: 'ToolCall',
    executionEnded: 'WorkflowProgress',
  });
});

it('sends what it was never hinted at', async () => {
  await putExecution('x');
  const client = await connect();
  const got = collect(client);
  await ask(client, 'subscribe', { executionId: 'x' });
  await api.executions.appendFacts(LOCAL_ORGANIZATION, 'x', [{ type: 'executionStarted' }]);
  await until(() => got.length === 1);
});

it('gives a client that drops a hundred times exactly the feed', async () => {
  await putExecution('x');
  const got: { event: FeedEvent }[] = [];
  const writing = (async () => {
    for (let at = 0; at < 500; at += 5) {
      await append('x', at, at + 5);
      await new Promise(setImmediate);
    }
  })();
  for (let drop = 0; drop < 100; drop++) {
    const client = await connect();
    const part = collect(client);
    await ask(client, 'subscribe', { executionId: 'x', after: got.length });
    await until(() => part.length > 0 || got.length === 500);
    client.disconnect();
    got.push(...part.splice(0));
  }
  await writing;
  await end('x');
  const client = await connect();
  const rest = collect(client);
  await ask(client, 'subscribe', { executionId: 'x', after: got.length });
  await until(() => rest.at(-1)?.event.type === 'executionEnded');
  expect(seqs([...got, ...rest])).toEqual(dense(0, 501));
});

it('replaces an earlier subscription of the same execution', async () => {
  await putExecution('x');
  await append('x', 0, 3);
  const client = await connect();
  const got = collect(client);
  await ask(client, 'subscribe', { executionId: 'x' });
  await until(() => got.length === 3);
  await ask(client, 'subscribe', { executionId: 'x', after: 2 });
  await append('x', 3, 4);
  await until(() => seqs(got).filter((seq) => seq === 4).length > 0);
  await ask(client, 'unsubscribe', { executionId: 'x' });
  expect(seqs(got)).toEqual([1, 2, 3, 3, 4]);
});

it('is silent after unsubscribe, and keeps its other subscriptions', async () => {
  await putExecution('x');
  await putExecution('y');
  const client = await connect();
  const got = collect(client);
  await ask(client, 'subscribe', { executionId: 'x' });
  await ask(client, 'subscribe', { executionId: 'y' });
  expect(await ask(client, 'unsubscribe', { executionId: 'x' })).toEqual({ executionId: 'x' });
  await append('x', 0, 2);
  await append('y', 0, 2);
  await until(() => got.length === 2);
  expect(got.every(({ event }) => event.executionId === 'y')).toBe(true);
});

it('forwards text of the executions that are subscribed, after a snapshot of what is being written', async () => {
  await putExecution('x');
  await putExecution('y');
  const call = { callId: 'a/1', attempt: 1, stepPath: 'a', agent: 'Echo', text: 'so far', offset: 6 };
  api.live.calls.set('x', [call]);
  const client = await connect();
  const texts: string[] = [];
  client.on('AgentDelta', ({ text }) => texts.push(text));
  expect((await ask(client, 'subscribe', { executionId: 'x' })).live).toEqual([call]);
  api.live.delta(delta('y', 'foreign'));
  api.live.delta(delta('x', 'own'));
  await until(() => texts.length > 0);
  expect(texts).toEqual(['own']);
});

it('works by polling too', async () => {
  await putExecution('x');
  await append('x', 0, 300);
  await end('x');
  const client = await connect({ transports: ['polling'] });
  const got = collect(client);
  await ask(client, 'subscribe', { executionId: 'x' });
  await until(() => got.length === 301);
  expect(seqs(got)).toEqual(dense(0, 301));
});

it('holds a thousand subscriptions, and refuses one more', async () => {
  const ids = Array.from({ length: 1_001 }, (_, index) => `x${index}`);
  for (const id of ids) await putExecution(id);
  const client = await connect();
  const got = collect(client);
  const answers = await Promise.all(ids.map((executionId) => ask(client, 'subscribe', { executionId })));
  expect(answers.filter(({ execution }) => execution !== undefined)).toHaveLength(1_000);
  expect(answers.at(-1)?.error.code).toBe('too_many_subscriptions');
  expect((await ask(client, 'subscribe', { executionId: 'x0' })).error).toBeUndefined();
  await append('x999', 0, 1);
  await until(() => got.length === 1);
  await ask(client, 'unsubscribe', { executionId: 'x5' });
  expect((await ask(client, 'subscribe', { executionId: 'x1000' })).error).toBeUndefined();
});

it('does not run ahead of a socket that reads slowly, and is exact when it reads on', async () => {
  await putExecution('x');
  await append('x', 0, 1);
  const text = 'w'.repeat(16 * 1024);
  const client = await connect();
  const got = collect(client);
  const stream = (client.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
  const reads = jest.spyOn(api.executions, 'readEvents');
  await ask(client, 'subscribe', { executionId: 'x' });
  await until(() => got.length === 1);
  stream.pause();
  for (let index = 0; index < 3_000; index += 100) {
    const messages = dense(index, index + 100).map((at) => ({ thread: 't', index: at, role: 'user' as const, text }));
    const begin = {
      callId: `a/${index}`,
      stepPath: 'a',
      attempt: 1,
      kind: 'model' as const,
      activity: 'm',
      worker: 'w',
      facts: [],
      messages,
    };
    await api.executions.beginAttempt(LOCAL_ORGANIZATION, 'x', { ...begin, estimatedInputTokens: 0 });
    api.live.committed('x');
    await new Promise(setImmediate);
  }
  await end('x');
  const furthest = () => Math.max(...reads.mock.calls.map(([, , after]) => after));
  expect(furthest()).toBeLessThan(2_500);
  stream.resume();
  await until(() => got.at(-1)?.event.type === 'executionEnded');
  expect(seqs(got)).toEqual(dense(0, got.length));
  expect(got.length).toBeGreaterThan(3_000);
});

describe('bad input', () => {
  it.each([
    ['nothing', []],
    ['null', [null]],
    ['a text', ['x']],
    ['a list', [[]]],
    ['no id', [{}]],
    ['an empty id', [{ executionId: '' }]],
    ['an id of another type', [{ executionId: { $ne: null } }]],
    ['NUL in an id', [{ executionId: 'x\u0000' }]],
    ['an id that is too long', [{ executionId: 'x'.repeat(201) }]],
    ['a negative place', [{ executionId: 'x', after: -1 }]],
    ['a place between two', [{ executionId: 'x', after: 0.5 }]],
    ['an unknown field', [{ executionId: 'x', admin: true }]],
    ['bytes', [Buffer.from('x')]],
  ])('answers a subscription with %s by an error', async (_what, payload) => {
    await putExecution('x');
    const client = await connect();
    expect(await ask(client, 'subscribe', ...payload)).toEqual({ error: { code: 'invalid_body', message: expect.any(String) } });
    expect((await ask(client, 'subscribe', { executionId: 'x' })).error).toBeUndefined();
  });

  it('answers an unknown execution and a bad unsubscribe', async () => {
    const client = await connect();
    expect((await ask(client, 'subscribe', { executionId: 'none' })).error.code).toBe('not_found');
    expect((await ask(client, 'unsubscribe', 7)).error.code).toBe('invalid_body');
    expect(await ask(client, 'unsubscribe', { executionId: 'none' })).toEqual({ executionId: 'none' });
  });

  it.each(['publish', 'AgentMessage', '__proto__', 'constructor'])('acknowledges the unknown event %s', async (event) => {
    const client = await connect();
    expect((await ask(client, event, { executionId: 'x' })).error.code).toBe('unknown_event');
    client.emit(event);
    expect((await ask(client, 'subscribe', { executionId: 'none' })).error.code).toBe('not_found');
  });

  it('ends a socket that sends more than 100 KB, and serves the others', async () => {
    const client = await connect();
    const gone = new Promise((resolve) => client.once('disconnect', resolve));
    client.emit('subscribe', { executionId: 'x'.repeat(200 * 1024) });
    await gone;
    expect((await ask(await connect(), 'subscribe', { executionId: 'none' })).error.code).toBe('not_found');
  });

  it('says that something failed when the store does, and works afterwards', async () => {
    await putExecution('x');
    jest.spyOn(api.executions, 'get').mockRejectedValueOnce(new Error('secret-of-the-store'));
    const client = await connect();
    const answer = await ask(client, 'subscribe', { executionId: 'x' });
    expect(answer.error.code).toBe('internal_error');
    expect(JSON.stringify(answer)).not.toContain('secret-of-the-store');
    expect((await ask(client, 'subscribe', { executionId: 'x' })).error).toBeUndefined();
  });
});

it('stops reading the store when nobody watches any more', async () => {
  await putExecution('x');
  const client = await connect();
  await ask(client, 'subscribe', { executionId: 'x' });
  const reads = jest.spyOn(api.executions, 'readEvents');
  client.disconnect();
  const other = await connect();
  await ask(other, 'unsubscribe', { executionId: 'x' });
  const before = reads.mock.calls.length;
  await append('x', 0, 5);
  await putExecution('y');
  await ask(other, 'subscribe', { executionId: 'y' });
  expect(reads.mock.calls.slice(before).every(([, id]) => id === 'y')).toBe(true);
});
