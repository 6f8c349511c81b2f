import { sizeOfMessages } from '../../../activities/input-size';
import { createThreadCache, type ThreadCache } from '../../../activities/views/thread-cache';
import type { Message } from '../../../contracts/entities';
import { type Seen, seeThread } from '../../../views/see-thread';

const SPEAKERS = ['x', 'y', 'z'];

/** A store in which every thread has as many messages as are asked for, each of ten characters; the speakers take turns. */
function createFakeThreads() {
  const reads: [execution: string, from: number, upTo: number][] = [];
  const readThread = async (_organization: string, execution: string, thread: string, { from, upTo }: { from: number; upTo: number }) => {
    reads.push([execution, from, upTo]);
    return Array.from({ length: upTo - from }, (_, offset): Message => toMessage(thread, from + offset));
  };
  return { readThread, reads };
}

const toMessage = (thread: string, index: number) =>
  ({ thread, index, role: 'assistant', agent: SPEAKERS[index % SPEAKERS.length], text: `message ${index}.` }) as Message;

function see(
  cache: ThreadCache,
  executionId: string,
  upTo: number,
  more: { thread?: string; organizationId?: string; reader?: string } = {},
) {
  return cache.see({ organizationId: 'o', executionId, thread: 't', reader: null, ...more, upTo });
}

const indexesOf = (seen: Seen[]): number[] => seen.map(({ source }) => source.index);

describe('the cache of threads', () => {
  it('reads from the store only what was added since', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store);
    await see(cache, 'e', 2);
    expect(indexesOf(await see(cache, 'e', 5))).toEqual([0, 1, 2, 3, 4]);
    expect(indexesOf(await see(cache, 'e', 3))).toEqual([0, 1, 2]);
    expect(store.reads).toEqual([
      ['e', 0, 2],
      ['e', 2, 5],
    ]);
  });

  it('shows each reader, piece by piece, what it would see of the whole', async () => {
    const cache = createThreadCache(createFakeThreads());
    const thread = Array.from({ length: 7 }, (_, index) => toMessage('t', index));
    expect(indexesOf(await see(cache, 'e', 3, { reader: 'x' }))).toEqual([0, 1, 2]);
    for (const reader of SPEAKERS) {
      for (const upTo of [1, 4, 7]) await see(cache, 'e', upTo, { reader });
      const shown = (seen: Seen[]) => seen.map(({ message, source }) => [source.index, message]);
      expect(shown(await see(cache, 'e', 7, { reader }))).toEqual(shown(seeThread(thread, reader)));
    }
  });

  it('gives what is sent with its size, as if it were all gone through', async () => {
    const cache = createThreadCache(createFakeThreads());
    for (const upTo of [3, 7, 5, 0]) {
      for (const reader of SPEAKERS) {
        const what = { organizationId: 'o', executionId: 'e', thread: 't', upTo, reader };
        const messages = (await cache.see(what)).map(({ message }) => message);
        expect(await cache.show(what)).toEqual({ messages, size: sizeOfMessages(messages) });
      }
    }
  });

  it('knows an answer of a tool by a question that was read before', async () => {
    const asked: Message[] = [
      { ...toMessage('t', 0), agent: 'x', toolCalls: [{ id: 'one', tool: 'search', arguments: {} }] },
      { ...toMessage('t', 1), role: 'tool', toolCallId: 'one' },
    ];
    const cache = createThreadCache({ readThread: async (_o, _e, _t, { from = 0, upTo }) => asked.slice(from, upTo) });
    for (const upTo of [1, 2]) await see(cache, 'e', upTo, { reader: 'x' });
    expect((await see(cache, 'e', 2, { reader: 'x' }))[1]?.message).toMatchObject({ role: 'tool', tool: 'search', toolCallId: 'one' });
  });

  it('keeps threads, executions, organizations and readers apart', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store);
    for (const [executionId, more, text] of [
      ['e', {}, 'message 0.'],
      ['e', { thread: 't2' }, 'message 0.'],
      ['e2', {}, 'message 0.'],
      ['e', { organizationId: 'o2' }, 'message 0.'],
      ['e', { reader: 'y' }, 'x: message 0.'],
    ] as const) {
      expect((await see(cache, executionId, 1, more))[0]?.message.text).toBe(text);
    }
    expect(store.reads).toHaveLength(4);
  });

  it('keeps once what several hear', async () => {
    const cache = createThreadCache(createFakeThreads());
    const [y] = await see(cache, 'e', 1, { reader: 'y' });
    const [z] = await see(cache, 'e', 1, { reader: 'z' });
    expect(y?.message).toEqual({ role: 'user', text: 'x: message 0.' });
    expect(z?.message).toBe(y?.message);
  });

  it('gives a list of its own to every reader', async () => {
    const cache = createThreadCache(createFakeThreads());
    (await see(cache, 'e', 2)).pop();
    expect(indexesOf(await see(cache, 'e', 2))).toEqual([0, 1]);
  });

  it('loses and repeats nothing when several read at the same time', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store);
    await see(cache, 'e', 1);
    const seen = await Promise.all([4, 2, 3, 6].map((upTo) => see(cache, 'e', upTo)));
    expect(seen.map(indexesOf)).toEqual([4, 2, 3, 6].map((upTo) => Array.from({ length: upTo }, (_, index) => index)));
    store.reads.length = 0;
    expect(indexesOf(await see(cache, 'e', 6))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(store.reads).toHaveLength(0);
  });

  it('lets the thread go that was read longest ago when the texts are too many, and reads it again when asked', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store, 50);
    await see(cache, 'a', 2);
    await see(cache, 'b', 2);
    await see(cache, 'a', 1);
    await see(cache, 'c', 3);
    store.reads.length = 0;
    await see(cache, 'a', 2);
    expect(indexesOf(await see(cache, 'b', 2))).toEqual([0, 1]);
    expect(store.reads).toEqual([['b', 0, 2]]);
  });
});
