import fc from 'fast-check';
import type { Attempt, Execution } from '../../contracts/entities';
import type { FeedEvent } from '../../contracts/events';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { begin, commit, completed, end, ORGANIZATION, readEverything, readFeed, startRecord } from './execution-builders';

/** One write, as a worker may make it at any time and any number of times. */
type Write = (store: ExecutionStore, executionId: string) => Promise<unknown>;

const call = fc.record({ number: fc.nat(2), attempt: fc.integer({ min: 1, max: 3 }) });
const amounts = fc.record({ inputTokens: fc.nat(50), outputTokens: fc.nat(50), estimated: fc.boolean() });
const at = (retry: boolean) => (retry ? { retryAt: '2026-01-01T00:00:00.000Z' } : {});

const write: fc.Arbitrary<Write> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(call, fc.nat(3)).map(
      ([{ number, attempt }, step]): Write =>
        (store, id) =>
          store.beginAttempt(
            ORGANIZATION,
            id,
            begin({ callId: `c${number}`, attempt, facts: [{ type: 'stepStarted', stepPath: `s${step}`, stepType: 'agent' }] }),
          ),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(call, fc.option(amounts), fc.boolean()).map(
      ([{ number, attempt }, usage, retry]): Write =>
        (store, id) =>
          store
            .endAttempt(ORGANIZATION, id, end({ callId: `c${number}`, attempt, usage: usage ?? undefined, ...at(retry) }))
            .catch(ignoreNeverBegun),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(call, amounts).map(
      ([{ number, attempt }, usage]): Write =>
        (store, id) =>
          store.commitCall(ORGANIZATION, id, commit(`text ${attempt}`, { callId: `c${number}`, attempt, usage }, number)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat(4).map(
      (step): Write =>
        (store, id) =>
          store.appendFacts(ORGANIZATION, id, [completed(`s${step}`, `c${step}`), { type: 'superstepCommitted', stepPath: `s${step}` }]),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Write>((store, id) => store.close(ORGANIZATION, id, [{ type: 'executionStarted' }], { status: 'cancelled' })),
  },
);

function ignoreNeverBegun(error: unknown): void {
  if (!String(error).includes('never begun')) throw error;
}

/** Promises that hold after any interleaving of any writes. */
export function describeFeedProperties(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('after any writes', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    let other: ExecutionStore;
    let made = 0;
    beforeAll(async () => {
      bench = await createBench();
      store = await bench.open();
      other = await bench.open();
    });
    afterAll(() => bench.destroy());

    const startOne = async (): Promise<string> => {
      made += 1;
      await store.putStart(startRecord(`e${made}`));
      await store.listStarted(ORGANIZATION, `e${made}`);
      return `e${made}`;
    };

    it('a repeated write changes nothing', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 12 }), async (writes) => {
          const id = await startOne();
          for (const one of writes) {
            const answer = await one(store, id);
            const before = await readEverything(store, id);
            expect(await one(other, id)).toEqual(answer);
            expect(await readEverything(store, id)).toEqual(before);
          }
        }),
        { numRuns: 25 },
      );
    });

    it('the feed is dense with at most one end, the last, and totals are the sum over attempts', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(write, { minLength: 1, maxLength: 8 }), { maxLength: 4 }), async (batches) => {
          const id = await startOne();
          for (const batch of batches) {
            await Promise.all(batch.flatMap((one, position) => [one(position % 2 ? store : other, id), one(store, id)]));
          }
          await store.close(ORGANIZATION, id, [], { status: 'completed' });
          const { feed, attempts, execution, checkpoints, messages } = await readEverything(store, id);
          expectWholeFeed(feed);
          expectHonestTotals(execution, attempts);
          expect(checkpoints.map(({ superstep }) => superstep)).toEqual(checkpoints.map((_, position) => position + 1));
          expect(messages.map(({ seq }) => seq)).toEqual(feed.flatMap(({ type, seq }) => (type === 'messageAdded' ? [seq] : [])));
          expect(await readFeed(other, id)).toEqual(feed);
        }),
        { numRuns: 40 },
      );
    });
  });
}

function expectWholeFeed(feed: FeedEvent[]): void {
  expect(feed.map(({ seq }) => seq)).toEqual(feed.map((_, position) => position + 1));
  expect(feed.filter(({ type }) => type === 'executionEnded')).toEqual(feed.slice(-1));
  const ids = feed.map((event) => {
    if (event.type === 'messageAdded') return event.message.id;
    return [event.type, event.stepPath, 'callId' in event ? event.callId : '', 'attempt' in event ? event.attempt : ''].join(' ');
  });
  expect(new Set(ids).size).toBe(ids.length);
}

function expectHonestTotals(execution: Execution | null, attempts: Attempt[]): void {
  const sum = (count: (attempt: Attempt) => number): number => attempts.reduce((total, attempt) => total + count(attempt), 0);
  expect(execution?.usage).toEqual({
    ...{ inputTokens: sum((one) => one.inputTokens), outputTokens: sum((one) => one.outputTokens) },
    calls: sum((one) => Number(one.status === 'succeeded')),
    wastedCalls: sum((one) => Number(one.wasted)),
    cost: null,
  });
  expect(attempts.filter(({ status }) => status === 'started')).toEqual([]);
  expect(attempts.filter(({ status, wasted }) => wasted && status === 'succeeded')).toEqual([]);
  expect(attempts.filter(({ status, wasted }) => !wasted && ['lost', 'superseded'].includes(status))).toEqual([]);
  const taken = attempts.filter(({ status }) => status === 'succeeded').map(({ callId }) => callId);
  expect(new Set(taken).size).toBe(taken.length);
}
