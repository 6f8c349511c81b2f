import { createOpenAiProvider } from '../../../activities/models/openai';
import { streamWithTimeouts } from '../../../activities/models/stream-with-timeouts';
import type { ModelChunk, ModelProvider } from '../../../contracts/ports/model-provider';
import { type Behaviour, createFakeOpenAiServer, type FakeOpenAiServer } from '../../fakes/openai-server';
import { collect, toRequest } from './support';

let server: FakeOpenAiServer;
let provider: ModelProvider;
const limits = (changes = {}) => ({ signal: new AbortController().signal, firstByteMs: 10_000, idleMs: 10_000, ...changes });
const start = (behaviour: Behaviour, changes = {}) => {
  server.setBehaviour(behaviour);
  return streamWithTimeouts(provider, toRequest(), limits(changes));
};

beforeEach(async () => {
  server = await createFakeOpenAiServer();
  provider = createOpenAiProvider({ baseUrl: server.url, callHeaders: true });
});
afterEach(() => server.close());

test('an answer in time passes unchanged', async () => {
  expect((await collect(start({}))).text).toBe('answer 1 to Say hello');
});

test('a provider that does not begin is aborted', async () => {
  const reading = collect(start({ hold: { gate: 'never', at: 'beforeFirstByte' } }, { firstByteMs: 50 }));
  await expect(reading).rejects.toMatchObject({ name: 'ModelError', code: 'first_byte_timeout', retryable: true, mayBePaid: true });
  await server.waitFor(({ disconnected, open }) => disconnected === 1 && open === 0);
});

test('a provider that stops in mid-stream is aborted, and what came before was passed on', async () => {
  const texts: string[] = [];
  const reading = async () => {
    for await (const chunk of start({ text: 'one two three', stallAfter: 2 }, { idleMs: 50 }))
      if (chunk.type === 'text') texts.push(chunk.text);
  };
  await expect(reading()).rejects.toMatchObject({ code: 'idle_timeout', retryable: true, mayBePaid: true });
  expect(texts.join('')).toBe('one two');
  await server.waitFor(({ disconnected, open }) => disconnected === 1 && open === 0);
});

test('slow chunks that each come in time are no timeout', async () => {
  const { text } = await collect(start({ text: 'a b c d e f', tokenDelayMs: 60 }, { firstByteMs: 5_000, idleMs: 300 }));
  expect(text).toBe('a b c d e f');
});

test('an abort from outside closes the socket and comes out as its own reason', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const reading = collect(start({ stallAfter: 1 }, { signal: controller.signal }));
  const outcome = expect(reading).rejects.toBe(reason);
  await server.waitFor(({ requests }) => requests === 1);
  controller.abort(reason);
  await outcome;
  await server.waitFor(({ disconnected, open }) => disconnected === 1 && open === 0);
});

test('a signal that is aborted already lets no request out', async () => {
  const reason = new Error('too late');
  await expect(collect(start({}, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  expect(server.counts().requests).toBe(0);
});

test('a reader that stops early closes the socket', async () => {
  for await (const chunk of start({ text: 'one two three', stallAfter: 2 })) if (chunk.type === 'text' && chunk.text !== '') break;
  await server.waitFor(({ disconnected, open }) => disconnected === 1 && open === 0);
});

test('a provider that ignores its signal holds nobody up, and its iterator is returned', async () => {
  let returned = 0;
  const deaf: ModelProvider = {
    ...provider,
    stream: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<ModelChunk>>(() => undefined),
        return: async () => {
          returned += 1;
          return { value: undefined, done: true as const };
        },
      }),
    }),
  };
  const reading = collect(streamWithTimeouts(deaf, toRequest(), limits({ firstByteMs: 20 })));
  await expect(reading).rejects.toMatchObject({ code: 'first_byte_timeout' });
  expect(returned).toBe(1);
});

test('a provider that ends without a finish is a cut stream', async () => {
  const silent: ModelProvider = {
    ...provider,
    async *stream() {
      yield { type: 'text' as const, text: 'half' };
    },
  };
  await expect(collect(streamWithTimeouts(silent, toRequest(), limits()))).rejects.toMatchObject({ code: 'stream_cut', retryable: true });
});
