import { createOpenAiProvider } from '../../../activities/models/openai';
import type { ModelProvider } from '../../../contracts/ports/model-provider';
import { createFakeOpenAiServer, type FakeOpenAiServer } from '../../fakes/openai-server';
import { collect, failureOf, toRequest } from './support';

const KEY = 'sk-secret-key-1234567890';
let server: FakeOpenAiServer;
let provider: ModelProvider;
const answer = (changes = {}) => collect(provider.stream(toRequest(changes), new AbortController().signal));

beforeEach(async () => {
  server = await createFakeOpenAiServer();
  provider = createOpenAiProvider({ apiKey: KEY, baseUrl: server.url, callHeaders: true });
});
afterEach(() => server.close());

describe('a request', () => {
  test('carries instructions, conversation, tools, settings and the call headers', async () => {
    await answer({
      temperature: 0.5,
      maxOutputTokens: 100,
      messages: [
        { role: 'user', text: 'What is the time?' },
        { role: 'assistant', text: '', toolCalls: [{ id: 'c1', tool: 'clock', arguments: { zone: 'UTC' } }] },
        { role: 'tool', text: '12:00', toolCallId: 'c1', tool: 'clock' },
      ],
      tools: [{ id: 'clock', description: 'Tells the time', inputSchema: { type: 'object' } }],
      call: { executionId: 'e', callId: 'a/b#2/m1', attempt: 3 },
    });
    const [{ call, attempt, headers, body }] = server.requests as [(typeof server.requests)[number]];
    expect({ call, attempt }).toEqual({ call: 'e/a/b#2/m1', attempt: 3 });
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body).toEqual({
      model: 'fake-model',
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      max_tokens: 100,
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'What is the time?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'clock', arguments: '{"zone":"UTC"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '12:00' },
      ],
      tools: [{ type: 'function', function: { name: 'clock', description: 'Tells the time', parameters: { type: 'object' } } }],
    });
  });

  test('carries no Authorization header without a key and no call headers when they are off', async () => {
    provider = createOpenAiProvider({ baseUrl: server.url, callHeaders: false });
    expect(provider.configured).toBe(true);
    await answer();
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(server.requests[0]?.headers['x-agent-studio-call']).toBeUndefined();
    expect(server.requests[0]?.headers['x-agent-studio-attempt']).toBeUndefined();
  });

  test('is not possible with neither key nor address', () => {
    expect(createOpenAiProvider({ callHeaders: true }).configured).toBe(false);
  });
});

describe('an answer', () => {
  test('streams its text and finishes with usage', async () => {
    const { text, finish, chunks } = await answer();
    expect(text).toBe('answer 1 to Say hello');
    expect(chunks.length).toBeGreaterThan(5);
    expect(finish).toEqual({ type: 'finish', reason: 'stop', toolCalls: [], usage: { inputTokens: 4, outputTokens: 5 } });
    expect(server.counts()).toMatchObject({ requests: 1, completed: 1, disconnected: 0, open: 0 });
  });

  test('has no usage when the provider gives none', async () => {
    server.setBehaviour({ usage: 'none' });
    expect((await answer()).finish.usage).toBeUndefined();
  });

  test('with several tool calls in interleaved pieces has each of them whole', async () => {
    const toolCalls = [
      { id: 'c1', tool: 'search', arguments: { query: 'tea “green”', limit: 3 } },
      { id: 'c2', tool: 'clock', arguments: '' },
      { id: 'c3', tool: 'broken', arguments: '{"a": ' },
    ];
    server.setBehaviour({ toolCalls, argumentPieces: 4, text: 'Let me look.', duplicate: ['toolHeader', 'finish', 'usage'] });
    const { text, finish } = await answer();
    expect(text).toBe('Let me look.');
    expect(finish).toMatchObject({
      reason: 'toolCalls',
      toolCalls: [
        { id: 'c1', tool: 'search', arguments: { query: 'tea “green”', limit: 3 } },
        { id: 'c2', tool: 'clock', arguments: {} },
        { id: 'c3', tool: 'broken', arguments: '{"a": ' },
      ],
      usage: { outputTokens: 6 },
    });
  });

  test('gives signs of life while tool arguments stream', async () => {
    server.setBehaviour({ toolCalls: [{ tool: 'search', arguments: { query: 'tea' } }], argumentPieces: 5 });
    const { text, chunks } = await answer();
    expect(text).toBe('');
    expect(chunks.length).toBeGreaterThanOrEqual(7);
  });

  test.each([
    ['length', 'length'],
    ['content_filter', 'contentFilter'],
    ['stop', 'stop'],
    ['some_new_reason', 'stop'],
  ])('that ends with %s is told as %s', async (finishReason, reason) => {
    server.setBehaviour({ finishReason });
    expect((await answer()).finish.reason).toBe(reason);
  });

  test('that was cut by length offers no tool calls, for the last may be incomplete', async () => {
    server.setBehaviour({ finishReason: 'length', toolCalls: [{ tool: 'search', arguments: '{"query": "te' }] });
    expect((await answer()).finish).toMatchObject({ reason: 'length', toolCalls: [] });
  });

  test('ignores whatever comes after its finish reason but usage', async () => {
    const late = {
      choices: [{ index: 0, delta: { content: ' MORE', tool_calls: [{ index: 0, id: 'x', function: { name: 'y', arguments: '' } }] } }],
    };
    server.setBehaviour({ text: 'whole', afterFinish: [late, { error: { message: 'late' } }] });
    const { text, finish } = await answer();
    expect(text).toBe('whole');
    expect(finish).toMatchObject({ reason: 'stop', toolCalls: [] });
  });

  test('that is whole is not lost when the server never closes its stream', async () => {
    provider = createOpenAiProvider({ baseUrl: server.url, callHeaders: true, trailerMs: 100 });
    server.setBehaviour({ text: 'whole', hold: { gate: 'never', at: 'afterLastByte' } });
    const { text, finish } = await answer();
    expect(text).toBe('whole');
    expect(finish).toMatchObject({ reason: 'stop', usage: { outputTokens: 1 } });
  });

  test('keeps characters that arrive in two network chunks whole', async () => {
    server.setBehaviour({ text: 'grüße 😀 and 東京' });
    expect((await answer()).text).toBe('grüße 😀 and 東京');
  });
});

describe('a broken stream', () => {
  test.each(['end', 'destroy', 'reset', 'utf8'] as const)('(%s) is cut, retryable and maybe paid', async (how) => {
    server.setBehaviour({ text: 'one two three', truncate: { after: 2, how } });
    expect(await failureOf(provider)).toMatchObject({ code: 'stream_cut', retryable: true, mayBePaid: true });
    expect(server.counts()).toMatchObject({ requests: 1, completed: 0 });
  });

  test('is cut even when all its text came', async () => {
    server.setBehaviour({ text: 'one two', truncate: { after: 2, how: 'end' } });
    expect(await failureOf(provider)).toMatchObject({ code: 'stream_cut' });
  });

  test.each([
    [{ error: { message: 'overloaded', code: 'server_overloaded' } }, 'server_overloaded', true],
    [{ error: { message: 'slow down', type: 'rate_limit_exceeded', code: null } }, 'rate_limit_exceeded', true],
    [{ error: { message: 'no money', code: 'insufficient_quota' } }, 'insufficient_quota', false],
    [{ error: { message: 'bad', type: 'invalid_request_error', code: null } }, 'invalid_request_error', false],
    [{ error: { message: 'gateway', code: 502 } }, 'http_502', true],
    [{ error: { message: 'bad', code: 400 } }, 'http_400', false],
    [{ error: 'something' }, 'stream_error', true],
    [{ object: 'error', message: 'bare', type: 'internal_error' }, 'internal_error', true],
  ])('by the error event %j fails as %s (retryable: %s)', async (event, code, retryable) => {
    server.setBehaviour({ text: 'one two three', errorEvent: { after: 1, event } });
    expect(await failureOf(provider)).toMatchObject({ code, retryable, mayBePaid: true });
  });

  test('by a chunk that is not JSON is an invalid response', async () => {
    server.setBehaviour({ raw: { after: 1, text: 'data: {"choices": [oops\n\n' } });
    expect(await failureOf(provider)).toMatchObject({ code: 'invalid_response', retryable: true, mayBePaid: true });
  });

  test('by comments is none', async () => {
    server.setBehaviour({ raw: { after: 1, text: ': keep-alive\n\n' } });
    expect((await answer()).text).toBe('answer 1 to Say hello');
  });
});

describe('an HTTP failure', () => {
  test('that passes leaves the next request whole', async () => {
    server.setBehaviour({ fail: { status: 503, times: 2 } });
    await failureOf(provider);
    await failureOf(provider);
    expect((await answer()).text).toBe('answer 1 to Say hello');
    expect(server.counts().calls['execution-1/greet/m0']).toEqual({
      requests: 3,
      completed: 1,
      disconnected: 0,
      failed: 2,
      tokens: expect.any(Number),
    });
  });

  test.each([408, 409, 429, 500, 502, 503, 504, 529])('%i may be tried again', async (status) => {
    server.setBehaviour({ fail: { status } });
    expect(await failureOf(provider)).toMatchObject({ code: `http_${status}`, retryable: true, mayBePaid: false, retryAfterMs: undefined });
    expect(server.counts().requests).toBe(1);
  });

  test.each([400, 401, 403, 404, 413, 422])('%i may not', async (status) => {
    server.setBehaviour({ fail: { status } });
    expect(await failureOf(provider)).toMatchObject({ code: `http_${status}`, retryable: false, mayBePaid: false });
  });

  test('429 for want of quota may not be tried again', async () => {
    server.setBehaviour({ fail: { status: 429, code: 'insufficient_quota', headers: { 'retry-after': '1' } } });
    expect(await failureOf(provider)).toMatchObject({ code: 'insufficient_quota', retryable: false, mayBePaid: false });
  });

  test('says how long to wait, in milliseconds before seconds', async () => {
    server.setBehaviour({ fail: { status: 429, headers: { 'retry-after': '7' } } });
    expect((await failureOf(provider)).retryAfterMs).toBe(7_000);
    server.setBehaviour({ fail: { status: 503, headers: { 'retry-after': '7', 'retry-after-ms': '250' } } });
    expect((await failureOf(provider)).retryAfterMs).toBe(250);
  });

  test('never repeats what the provider said, for that may hold a key or the prompt', async () => {
    const message = `Incorrect API key provided: ${KEY}; the prompt was: Say hello`;
    server.setBehaviour({ fail: { status: 401, message, code: KEY } });
    const error = await failureOf(provider);
    const everything = `${error.message} ${error.code} ${error.cause} ${JSON.stringify(error)}`;
    expect(everything).not.toMatch(/sk-secret|Say hello/);
    expect(error.message).toContain('OPENAI_API_KEY');
  });

  test('a server that is not there is retryable and surely unpaid', async () => {
    const other = await createFakeOpenAiServer();
    await other.close();
    provider = createOpenAiProvider({ baseUrl: other.url, callHeaders: true });
    const error = await failureOf(provider);
    expect(error).toMatchObject({ code: 'connection_failed', retryable: true, mayBePaid: false });
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('an answer that is no event stream is refused', async () => {
    provider = createOpenAiProvider({ baseUrl: server.url.replace('/v1', '/_control/counts?'), callHeaders: true });
    expect(await failureOf(provider)).toMatchObject({ code: 'invalid_response', retryable: false });
  });
});

describe('an abort', () => {
  test.each([
    ['before the first byte', { hold: { gate: 'never', at: 'beforeFirstByte' } as const }],
    ['in mid-stream', { text: 'one two three', stallAfter: 1 }],
    ['after the finish reason', { hold: { gate: 'never', at: 'afterLastByte' } as const }],
  ])('%s closes the socket at once and throws its reason', async (_when, behaviour) => {
    server.setBehaviour(behaviour);
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const reading = collect(provider.stream(toRequest(), controller.signal));
    const outcome = expect(reading).rejects.toBe(reason);
    await server.waitFor(({ held, requests }) => held.never === 1 || ('stallAfter' in behaviour && requests === 1));
    controller.abort(reason);
    await outcome;
    await server.waitFor(({ disconnected, open }) => disconnected === 1 && open === 0, 2_000);
  });
});
