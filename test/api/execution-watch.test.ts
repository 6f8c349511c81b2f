import fc from 'fast-check';
import { createExecutionWatch, type FeedReader } from '../../api/execution-watch';
import type { FeedEvent } from '../../contracts/events';

/** A feed in memory; reads answer a turn of the event loop later and are counted. */
function createFeed() {
  const events: FeedEvent[] = [];
  let ended = false;
  return {
    reads: 0,
    failNext: false,
    append(count: number) {
      for (let index = 0; index < count; index++) {
        const seq = events.length + 1;
        events.push({ seq, at: '', executionId: 'x', type: 'stepStarted', stepPath: `s#${seq}`, stepType: 'tool' });
      }
    },
    end() {
      this.append(1);
      ended = true;
    },
    async read(after: number, limit: number) {
      this.reads++;
      const page = { items: events.filter(({ seq }) => seq > after).slice(0, limit), lastSeq: events.length, ended };
      await new Promise(setImmediate);
      if (!this.failNext) return page;
      this.failNext = false;
      throw new Error('busy');
    },
  };
}

function createReader(position = 0) {
  const taken: number[] = [];
  const reader = {
    position,
    ready: true,
    finished: false,
    /** Becomes not ready after this many events. */
    room: Number.POSITIVE_INFINITY,
    taken,
    isReady: (): boolean => reader.ready && reader.room > 0,
    take: ({ seq }: FeedEvent) => {
      taken.push(seq);
      reader.room--;
    },
    takeDelta: () => undefined,
    finish: () => {
      reader.finished = true;
    },
  } satisfies FeedReader & Record<string, unknown>;
  return reader;
}

function watch(feed: ReturnType<typeof createFeed>, pollMs = 60_000) {
  const errors: unknown[] = [];
  let empty = 0;
  const made = createExecutionWatch({
    read: (after, limit) => feed.read(after, limit),
    onError: (error) => errors.push(error),
    onEmpty: () => {
      empty++;
    },
    pollMs,
  });
  return Object.assign(made, { errors, emptied: () => empty });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

const dense = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1);

it('gives every event after the place of a reader, once and in order, to the end', async () => {
  const feed = createFeed();
  feed.append(450);
  feed.end();
  const watched = watch(feed);
  const [start, middle, beyond] = [createReader(), createReader(300), createReader(900)];
  for (const reader of [start, middle, beyond]) watched.add(reader);
  await until(() => start.finished && middle.finished && beyond.finished);
  expect(start.taken).toEqual(dense(0, 451));
  expect(middle.taken).toEqual(dense(300, 451));
  expect(beyond.taken).toEqual([]);
  expect(watched.emptied()).toBe(1);
  watched.close();
});

it('reads the store once for all readers that have caught up', async () => {
  const feed = createFeed();
  const watched = watch(feed);
  const readers = Array.from({ length: 100 }, () => createReader());
  for (const reader of readers) watched.add(reader);
  await until(() => feed.reads >= 2);
  await new Promise(setImmediate);
  const before = feed.reads;
  feed.append(10);
  watched.pump();
  await until(() => readers.every(({ position }) => position === 10));
  expect(feed.reads - before).toBe(1);
  watched.close();
});

it('finds without any hint what was appended', async () => {
  const feed = createFeed();
  const watched = watch(feed, 5);
  const reader = createReader();
  watched.add(reader);
  feed.append(3);
  await until(() => reader.taken.length === 3);
  expect(reader.taken).toEqual([1, 2, 3]);
  watched.close();
});

it('goes on after a read that failed', async () => {
  const feed = createFeed();
  feed.append(2);
  feed.failNext = true;
  const watched = watch(feed);
  const reader = createReader();
  watched.add(reader);
  await until(() => watched.errors.length === 1);
  await new Promise(setImmediate);
  watched.pump();
  await until(() => reader.taken.length === 2);
  watched.close();
});

it('does not run ahead of a reader that is slow, nor let the others wait for it', async () => {
  const feed = createFeed();
  feed.append(1_000);
  const watched = watch(feed);
  const [slow, quick] = [createReader(), createReader()];
  slow.room = 7;
  watched.add(slow);
  watched.add(quick);
  await until(() => quick.position === 1_000);
  expect(slow.taken).toEqual(dense(0, 7));
  slow.room = Number.POSITIVE_INFINITY;
  watched.pump();
  await until(() => slow.position === 1_000);
  expect(slow.taken).toEqual(dense(0, 1_000));
  watched.close();
});

it('gives nothing to a reader that was removed, and text to those that are ready', async () => {
  const feed = createFeed();
  feed.append(5);
  const watched = watch(feed);
  const gone = createReader();
  watched.add(gone);
  watched.remove(gone);
  const [ready, busy] = [createReader(), createReader()];
  busy.ready = false;
  const heard: string[] = [];
  ready.takeDelta = () => void heard.push('ready');
  busy.takeDelta = () => void heard.push('busy');
  watched.add(ready);
  watched.add(busy);
  watched.forward({ executionId: 'x', callId: 'c', attempt: 1, offset: 0, text: 'a', stepPath: 's', agent: 'a' });
  await until(() => ready.position === 5);
  expect(gone.taken).toEqual([]);
  expect(heard).toEqual(['ready']);
  watched.close();
});

it('is exact whatever the order of appends, joins, stalls and hints', async () => {
  const action = fc.oneof(
    fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ do: fc.constant('join' as const), count: fc.integer({ min: 0, max: 400 }) }),
    fc.record({ do: fc.constant('stall' as const), count: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ do: fc.constant('pump' as const), count: fc.integer({ min: 0, max: 3 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
      const feed = createFeed();
      const watched = watch(feed);
      const readers: { after: number; reader: ReturnType<typeof createReader> }[] = [];
      let total = 0;
      for (const { do: what, count } of actions) {
        if (what === 'append') {
          feed.append(count);
          total += count;
        } else if (what === 'join') {
          const reader = createReader(count);
          readers.push({ after: count, reader });
          watched.add(reader);
        } else if (what === 'stall') {
          for (const { reader } of readers) reader.room = count;
        } else {
          watched.pump();
          for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
        }
      }
      feed.end();
      for (const { reader } of readers) reader.room = Number.POSITIVE_INFINITY;
      watched.pump();
      await until(() => readers.every(({ reader }) => reader.finished));
      for (const { after, reader } of readers) expect(reader.taken).toEqual(after > total ? [] : dense(after, total + 1));
      watched.close();
    }),
    { numRuns: 60 },
  );
});
