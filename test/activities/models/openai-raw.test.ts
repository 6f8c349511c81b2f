import { createOpenAiProvider } from '../../../activities/models/openai';
import type { TextlessResponse } from '../../../contracts/exchange';
import type { ModelProvider } from '../../../contracts/ports/model-provider';
import type { Behaviour } from '../../fakes/openai/behaviour';
import { createFakeOpenAiServer, type FakeOpenAiServer } from '../../fakes/openai-server';
import { toRequest } from './support';

const KEY = 'secret-key-1234567890';
let server: FakeOpenAiServer;
let provider: ModelProvider;

beforeAll(async () => {
  server = await createFakeOpenAiServer();
  provider = createOpenAiProvider({ apiKey: KEY, baseUrl: server.url, callHeaders: true });
});
afterAll(() => server.close());

/** What was heard of an answer, however it ended. */
async function hear(behaviour: Behaviour, aborted?: AbortSignal): Promise<TextlessResponse | undefined> {
  server.setBehaviour(behaviour);
  let heard: (() => TextlessResponse) | undefined;
  const stream = provider.stream(toRequest(), aborted ?? new AbortController().signal, (listened) => {
    heard = listened;
  });
  try {
    for await (const _ of stream);
  } catch {
    // What was heard until then is what the tests ask for.
  }
  return heard?.();
}

test('a request is shown as it is sent, without key and password', async () => {
  await hear({});
  const shown = provider.toRawRequest?.(toRequest());
  expect(shown).toMatchObject({
    method: 'POST',
    url: `${server.url}/chat/completions`,
    headers: { 'X-Agent-Studio-Call': 'execution-1/greet/m0', 'X-Agent-Studio-Attempt': '1' },
  });
  expect(shown?.body).toEqual(server.requests.at(-1)?.body);
  expect(JSON.stringify(shown)).not.toMatch(/secret-key|authorization/i);
  const other = createOpenAiProvider({ baseUrl: 'https://somebody:pass@models.example/v1', callHeaders: false });
  expect(other.toRawRequest?.(toRequest())).toMatchObject({
    url: 'https://models.example/v1/chat/completions',
    headers: { 'content-type': 'application/json' },
  });
});

test('a stream is put together to one body, with what only this server sends and without its text', async () => {
  const own = { system_fingerprint: 'fp_1', choices: [{ index: 0, delta: { reasoning_content: 'Hm' }, finish_reason: null }] };
  const more = { choices: [{ index: 0, delta: { reasoning_content: ', tea' } }] };
  const lines = [own, more].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  const toolCalls = [{ id: 'c1', tool: 'search', arguments: '{"query": "te' }];
  const heard = await hear({ text: 'Let me look.', toolCalls, raw: { after: 1, text: lines } });
  expect(heard).toEqual({
    status: 200,
    headers: expect.objectContaining({ 'content-type': 'text/event-stream' }),
    body: {
      id: 'chatcmpl-fake',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: 'fake-model',
      system_fingerprint: 'fp_1',
      usage: { prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 },
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: null,
            reasoning_content: 'Hm, tea',
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'search', arguments: '{"query": "te' } }],
          },
        },
      ],
    },
    textAt: '/choices/0/message/content',
  });
});

test('a refusal stands where the server put it', async () => {
  const refusal = { choices: [{ index: 0, delta: { refusal: 'I will not' }, finish_reason: 'stop' }] };
  expect(await hear({ raw: { after: 0, text: `data: ${JSON.stringify(refusal)}\n\n` } })).toMatchObject({
    body: { choices: [{ message: { refusal: null } }] },
    textAt: '/choices/0/message/refusal',
  });
});

test('of an answer that broke off there is what came, and the error that it broke off with', async () => {
  const broken = { error: { message: `overloaded, ${KEY}`, code: 'server_overloaded' } };
  expect(await hear({ text: 'one two', errorEvent: { after: 1, event: broken } })).toMatchObject({
    status: 200,
    body: {
      id: 'chatcmpl-fake',
      choices: [{ message: { content: null } }],
      error: { message: 'overloaded, …', code: 'server_overloaded' },
    },
  });
  expect(await hear({ text: 'one two', truncate: { after: 1, how: 'destroy' } })).toMatchObject({
    status: 200,
    body: { model: 'fake-model' },
  });
});

test('of a request that was refused there is status, headers and the body, without the keys that it quotes', async () => {
  const message = `Incorrect API key provided: ${KEY}, sk-abc***********wxyz. Bearer abc.def`;
  const headers = { 'x-request-id': 'req_1', 'retry-after': '7', 'set-cookie': 'session=1', 'x-internal': 'host-7' };
  const heard = await hear({ fail: { status: 429, message, code: 'slow_down', headers } });
  expect(heard).toMatchObject({
    status: 429,
    headers: { 'x-request-id': 'req_1', 'retry-after': '7' },
    body: { error: { code: 'slow_down' } },
  });
  expect(JSON.stringify(heard)).not.toMatch(/secret-key|sk-abc|abc\.def|session|host-7/);
});

test('of a server that does not answer nothing is heard', async () => {
  const controller = new AbortController();
  const heard = hear({ hold: { gate: 'never', at: 'beforeFirstByte' } }, controller.signal);
  await server.waitFor(({ held }) => held.never === 1);
  controller.abort();
  expect(await heard).toBeUndefined();
});
