import { createThreadCache } from '../../activities/thread-cache';
import type { Message } from '../../contracts/entities';

/** A store in which every thread has as many messages as are asked for, each of ten characters. */
function createFakeThreads() {
  const reads: [execution: string, from: number, upTo: number][] = [];
  const readThread = async (_organization: string, execution: string, thread: string, { from, upTo }: { from: number; upTo: number }) => {
    reads.push([execution, from, upTo]);
    return Array.from(
      { length: upTo - from },
      (_, offset) => ({ thread, index: from + offset, text: `message ${from + offset}.` }) as Message,
    );
  };
  return { readThread, reads };
}

const indexesOf = (messages: Message[]): number[] => messages.map(({ index }) => index);

describe('the cache of threads', () => {
  it('reads from the store only what was added since', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store);
    await cache.read('o', 'e', 't', 2);
    expect(indexesOf(await cache.read('o', 'e', 't', 5))).toEqual([0, 1, 2, 3, 4]);
    expect(indexesOf(await cache.read('o', 'e', 't', 3))).toEqual([0, 1, 2]);
    expect(store.reads).toEqual([
      ['e', 0, 2],
      ['e', 2, 5],
    ]);
  });

  it('keeps threads, executions and organizations apart', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store);
    for (const [organization, execution, thread] of [
      ['o', 'e', 't'],
      ['o', 'e', 't2'],
      ['o', 'e2', 't'],
      ['o2', 'e', 't'],
    ] as const) {
      expect((await cache.read(organization, execution, thread, 1))[0]?.thread).toBe(thread);
    }
    expect(store.reads).toHaveLength(4);
  });

  it('gives a list of its own to every reader', async () => {
    const cache = createThreadCache(createFakeThreads());
    (await cache.read('o', 'e', 't', 2)).pop();
    expect(indexesOf(await cache.read('o', 'e', 't', 2))).toEqual([0, 1]);
  });

  it('loses nothing when two read at the same time and the longer one is there first', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store);
    await Promise.all([cache.read('o', 'e', 't', 4), cache.read('o', 'e', 't', 2)]);
    expect(indexesOf(await cache.read('o', 'e', 't', 4))).toEqual([0, 1, 2, 3]);
    expect(store.reads).toHaveLength(2);
  });

  it('lets the thread go that was read longest ago when the texts are too many, and reads it again when asked', async () => {
    const store = createFakeThreads();
    const cache = createThreadCache(store, 50);
    await cache.read('o', 'a', 't', 2);
    await cache.read('o', 'b', 't', 2);
    await cache.read('o', 'a', 't', 1);
    await cache.read('o', 'c', 't', 3);
    store.reads.length = 0;
    await cache.read('o', 'a', 't', 2);
    expect(indexesOf(await cache.read('o', 'b', 't', 2))).toEqual([0, 1]);
    expect(store.reads).toEqual([['b', 0, 2]]);
  });
});
