import { connect, type Socket } from 'node:net';
import { createEcho, execute } from './harness/definitions';
import { readEvents } from './harness/event-reader';
import { putExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

/** What a connection answers to raw bytes, until it ends. */
async function send(api: TestApi, text: string | Buffer): Promise<string> {
  const socket = await open(api);
  socket.write(text);
  return readAll(socket);
}

function open(api: TestApi): Promise<Socket> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  return new Promise((resolve) => socket.once('connect', () => resolve(socket)));
}

function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => socket.destroy());
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

const problemOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { status: number; code: string };

describe('the rate of requests', () => {
  it('is refused above the limit with Retry-After, and probes never are', async () => {
    const api = await startApi({ limits: { rate: 5 } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.call('GET', '/api/v1/agents')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    for (const refused of answers.filter(({ status }) => status !== 200)) {
      expect(refused).toMatchObject({
        status: 429,
        headers: { 'content-type': 'application/problem+json; charset=utf-8', 'retry-after': expect.stringMatching(/^([1-9]|10)$/) },
        body: { code: 'rate_limited' },
      });
    }
    expect(await api.call('GET', '/health')).toMatchObject({ status: 200 });
    expect(await api.call('GET', '/ready')).toMatchObject({ status: 200 });
    expect(await api.call('POST', '/api/v1/agents', { body: { name: 'a' } })).toMatchObject({ status: 429 });
    await api.close();
  });

  it('has no limit when it is 0', async () => {
    const api = await startApi({ limits: { rate: 0 } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => api.call('GET', '/health')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await api.close();
  });
});

describe('the time of a request', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi({ limits: { headersMs: 300, bodyMs: 300, answerMs: 100 } });
  });
  afterEach(() => api.close());

  it('ends a connection whose headers do not come', async () => {
    expect(problemOf(await send(api, 'GET /health HTTP/1.1\r\nHost: localhost\r\n'))).toMatchObject({
      status: 408,
      code: 'request_timeout',
    });
  });

  it('ends a connection whose body does not come', async () => {
    const head = 'POST /api/v1/agents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"name":';
    expect(problemOf(await send(api, head))).toMatchObject({ status: 408, code: 'request_timeout' });
    expect((await api.call('GET', '/api/v1/agents')).body.items).toEqual([]);
  });

  it('answers for a handler that takes too long, and a repeat with the key finds what it did', async () => {
    const create = api.definitions.agents.create.bind(api.definitions.agents);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    jest.spyOn(api.definitions.agents, 'create').mockImplementationOnce(async (...given) => {
      await held;
      return create(...given);
    });
    const attempt = () => api.call('POST', '/api/v1/agents', { body: { name: 'A' }, headers: { 'idempotency-key': 'k' } });
    expect(await attempt()).toMatchObject({ status: 503, headers: { 'retry-after': '2' }, body: { code: 'overloaded' } });
    release();
    const repeat = await attempt();
    expect(repeat).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } });
  });
});

describe('what is no proper request', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it.each([
    ['garbage', 'garbage\r\n\r\n', 400, 'invalid_request'],
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), 400, 'invalid_request'],
    ['100,000 headers', `GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(100_000)}\r\n`, 431, 'headers_too_large'],
    ['a header of 100 KB', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'invalid_request'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'invalid_request',
    ],
  ])('answers %s, and serves the others', async (_what, text, status, code) => {
    const answer = await send(api, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(problemOf(answer)).toMatchObject({ status, code, requestId: expect.stringMatching(/^req_/) });
    expect((await api.call('GET', '/health')).status).toBe(200);
  });
});

describe('the end of the server', () => {
  it('lets an answer under way finish, closes its connection, and takes no more', async () => {
    const api = await startApi();
    const id = await execute(api, (await createEcho(api)).workflowId);
    const get = api.executions.get.bind(api.executions);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reading = jest.spyOn(api.executions, 'get').mockImplementationOnce(async (...given) => {
      await held;
      return get(...given);
    });
    const waiting = api.call('GET', `/api/v1/executions/${id}`, { headers: { connection: 'keep-alive' } });
    while (reading.mock.calls.length === 0) await new Promise(setImmediate);
    const closing = api.close();
    await expect(api.call('GET', '/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    release();
    expect(await waiting).toMatchObject({ status: 200, headers: { connection: 'close' }, body: { id } });
    await closing;
  });

  it('does not wait for ever', async () => {
    const api = await startApi({ limits: { graceMs: 50 } });
    jest.spyOn(api.executions, 'get').mockImplementationOnce(() => new Promise(() => undefined));
    const waiting = api.call('GET', '/api/v1/executions/x');
    const cut = expect(waiting).rejects.toMatchObject({ code: 'ECONNRESET' });
    while (jest.mocked(api.executions.get).mock.calls.length === 0) await new Promise(setImmediate);
    await api.close();
    await cut;
  });
});

describe('the log', () => {
  it('has a line for each request: who, which route, which ids, what came of it; and nothing else', async () => {
    const api = await startApi();
    const secret = 'sk-secret Erika Mustermann';
    const { workflowId } = await createEcho(api);
    const id = await execute(api, workflowId, secret);
    await api.call('GET', `/api/v1/agents?cursor=${encodeURIComponent(secret)}`, { headers: { authorization: secret } });
    await api.call('GET', `/api/v1/agents/${encodeURIComponent(secret)}`);
    await api.call('GET', `/api/v1/executions/${id}/messages?thread=${encodeURIComponent(secret)}`);
    await api.call('POST', `/${encodeURIComponent(secret)}`, { body: { secret } });
    await api.call('POST', '/api/v1/agents', { body: { name: `line one\n{"level":50,"msg":"forged"}` } });
    const lines = api.logger.lines.filter(({ message }) => message === 'request');
    expect(lines).toContainEqual({
      level: 'info',
      message: 'request',
      fields: {
        requestId: expect.stringMatching(/^req_/),
        principal: 'local-admin',
        method: 'POST',
        route: '/api/v1/workflows/:id/execute',
        params: { id: workflowId },
        status: 202,
        milliseconds: expect.any(Number),
      },
    });
    expect(lines).toContainEqual(
      expect.objectContaining({
        fields: expect.objectContaining({ params: { id: '[masked]' }, status: 404, route: '/api/v1/agents/:id' }),
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ level: 'debug', fields: expect.objectContaining({ status: 200 }) }));
    expect(JSON.stringify(api.logger.lines)).not.toMatch(/sk-secret|Mustermann|forged/);
    await api.close();
  });

  it('says when a reader has gone before the end', async () => {
    const api = await startApi();
    await putExecution(api, 'x');
    const reader = await readEvents(`${api.url}/api/v1/executions/x/events`);
    reader.close();
    const cut = () => api.logger.lines.find(({ fields }) => 'cut' in fields);
    while (cut() === undefined) await new Promise(setImmediate);
    expect(cut()).toMatchObject({ fields: { route: '/api/v1/executions/:id/events', status: 200, cut: true } });
    await api.close();
  });
});
