import type { Attempt, Page } from '../../contracts/entities';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StoreBench, StoreBenchFactory } from './bench';
import { begin, commit, completed, end, message, ORGANIZATION, readEverything, readFeed, startRecord, tokens } from './execution-builders';

/** Attempts, the journal and the money. */
export function describeCalls(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('calls', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await store.putStart(startRecord('e1'));
    });
    afterEach(() => bench.destroy());

    const usage = async () => (await store.get(ORGANIZATION, 'e1'))?.usage;
    const attempts = async () => (await readEverything(store, 'e1')).attempts;
    const beginAttempt = (changes = {}) => store.beginAttempt(ORGANIZATION, 'e1', begin(changes));
    const endAttempt = (changes = {}) => store.endAttempt(ORGANIZATION, 'e1', end(changes));
    const commitCall = (text: string, changes = {}) => store.commitCall(ORGANIZATION, 'e1', commit(text, changes));

    it('records an attempt before it is sent, and its answer once', async () => {
      expect(await beginAttempt()).toEqual({ attempt: 1, ended: false, earlier: { all: 0, failed: 0, lost: 0 } });
      expect(await attempts()).toMatchObject([
        { callId: 'c1', attempt: 1, kind: 'model', status: 'started', wasted: false, endedAt: null },
      ]);
      const entry = { callId: 'c1', attempt: 1, digest: { finish: 'stop', preview: 'Owls' } };
      expect(await commitCall('Owls')).toEqual({ entry, taken: true });
      const before = await readEverything(store, 'e1');
      expect(await commitCall('Owls')).toEqual({ entry, taken: true });
      expect(await beginAttempt()).toEqual({ attempt: 1, entry, ended: false, earlier: { all: 0, failed: 0, lost: 0 } });
      expect(await beginAttempt({ attempt: 2 })).toMatchObject({ entry });
      expect(await readEverything(store, 'e1')).toEqual(before);
      expect(before.attempts).toMatchObject([{ status: 'succeeded', wasted: false, inputTokens: 10, outputTokens: 5, estimated: false }]);
      expect(await usage()).toEqual({ inputTokens: 10, outputTokens: 5, calls: 1, wastedCalls: 0, cost: null });
      expect(await store.getEntry(ORGANIZATION, 'e1', 'c1')).toEqual(entry);
      expect(await store.getEntry(ORGANIZATION, 'e1', 'c2')).toBeNull();
    });

    it('keeps which model each attempt asked, and which of them the call has given up', async () => {
      await beginAttempt({ model: 'p/one' });
      await store.endAttempt(ORGANIZATION, 'e1', end({ retryAt: '2026-01-01T00:00:05.000Z' }));
      await beginAttempt({ attempt: 2, model: 'p/one' });
      await store.endAttempt(ORGANIZATION, 'e1', end({ attempt: 2, givenUp: true }));
      await beginAttempt({ attempt: 3, model: 'p/two' });
      expect(await store.listModelFailures(ORGANIZATION, 'e1', 'c1')).toEqual([{ model: 'p/one', failed: 2, givenUp: true }]);
      expect(await store.listModelFailures(ORGANIZATION, 'e1', 'c2')).toEqual([]);
      expect(await store.listAttempts(ORGANIZATION, 'e1', { limit: 9 })).toMatchObject({
        items: [{ model: 'p/one' }, { model: 'p/one' }, { model: 'p/two' }],
      });
      await beginAttempt({ callId: 'c2', model: 'p/two' });
      const ofCall = async (callId: string) => (await store.listAttempts(ORGANIZATION, 'e1', { limit: 9, callId })) as Page<Attempt>;
      expect((await ofCall('c2')).items.map(({ callId, attempt }) => [callId, attempt])).toEqual([['c2', 1]]);
      expect((await ofCall('c1')).items.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      expect((await ofCall('c3')).items).toEqual([]);
    });

    it('begins nothing when the time of its budget is over, but for what undoes', async () => {
      const startedAt = new Date(Date.now() - 60_000).toISOString();
      await store.putStart(startRecord('late', { startedAt, budget: { time: '30s' } }));
      const of = (changes: object) => store.beginAttempt(ORGANIZATION, 'late', begin(changes));
      const over = { scope: 'execution', limited: 'time', limit: '30000' };
      const reservation = { inputTokens: 1, outputTokens: 1 };
      expect(await of({ reservation })).toMatchObject({ budget: { grant: 'refused', over } });
      expect(await of({ kind: 'tool', callId: 't1' })).toMatchObject({ budget: { grant: 'refused', over } });
      expect(await of({ reservation, undoing: true })).not.toHaveProperty('budget');
      const parent = { executionId: 'late', stepPath: 'row/undo/w' };
      await store.putStart(startRecord('part', { parent }));
      expect(await store.beginAttempt(ORGANIZATION, 'part', begin({ reservation }))).toMatchObject({ budget: { grant: 'refused' } });
      await store.appendFacts(ORGANIZATION, 'late', [{ type: 'compensationStarted', stepPath: 'row' }]);
      expect(await store.beginAttempt(ORGANIZATION, 'part', begin({ reservation }))).not.toHaveProperty('budget');
      expect((await readFeed(store, 'late')).filter(({ type }) => type === 'budgetExceeded')).toHaveLength(1);
    });

    it('tells what each agent has used with each model, and what each attempt held at worst', async () => {
      const price = { currency: 'USD', inputPerMillion: '2', outputPerMillion: '10' };
      const reservation = { inputTokens: 100, outputTokens: 50, price };
      const view = { thread: 'main', upTo: 1, reader: null, agent: 'a1' };
      await beginAttempt({ model: 'p/one', view, reservation });
      await store.endAttempt(ORGANIZATION, 'e1', end({ usage: tokens(7, 3, true) }));
      await beginAttempt({ attempt: 2, model: 'p/one', reservation: { ...reservation, outputTokens: null } });
      await commitCall('Owls', { attempt: 2 });
      await beginAttempt({ callId: 'c2', model: 'p/two', view: { ...view, agent: 'a2' } });
      await commitCall('Mice', { callId: 'c2', messages: [message(1, 'Mice')], output: { message: { thread: 'main', index: 1 } } });
      await beginAttempt({ callId: 't1', kind: 'tool' });
      await beginAttempt({ callId: 'c3', model: 'p/one', view });
      expect(await store.listUsage(ORGANIZATION, 'e1')).toEqual([
        {
          agent: 'a1',
          model: 'p/one',
          inputTokens: 17,
          outputTokens: 8,
          calls: 1,
          wastedCalls: 1,
          cost: { amount: '0.000114', currency: 'USD' },
        },
        { agent: 'a2', model: 'p/two', inputTokens: 10, outputTokens: 5, calls: 1, wastedCalls: 0, cost: null },
      ]);
      const held = (await attempts()).map(({ reserved }) => reserved);
      expect(held.slice(0, 2)).toEqual([
        { inputTokens: 100, outputTokens: 50, cost: { amount: '0.0007', currency: 'USD' } },
        { inputTokens: 100, outputTokens: null, cost: { amount: '0.0002', currency: 'USD' } },
      ]);
      expect(held.slice(2)).toEqual([undefined, undefined, undefined]);
      expect(await store.listUsage('other', 'e1')).toBeNull();
    });

    it('tells once a call and reason that a call waits, after the facts that led to it', async () => {
      const hold = {
        callId: 'c1',
        stepPath: 'root/writer',
        facts: [completed('root/plan')],
        reason: 'rate_limit',
        until: '2026-01-01T00:00:05.000Z',
      };
      await store.holdCall(ORGANIZATION, 'e1', hold);
      await store.holdCall(ORGANIZATION, 'e1', { ...hold, until: '2026-01-01T00:01:00.000Z' });
      await store.holdCall(ORGANIZATION, 'e1', { ...hold, reason: 'held_back' });
      const held = { type: 'callHeld', callId: 'c1', stepPath: 'root/writer', until: hold.until };
      expect(await readFeed(store, 'e1')).toMatchObject([
        { type: 'stepCompleted', stepPath: 'root/plan' },
        { ...held, reason: 'rate_limit' },
        { ...held, reason: 'held_back' },
      ]);
      expect(await beginAttempt()).toEqual({ attempt: 1, ended: false, earlier: { all: 0, failed: 0, lost: 0 } });
    });

    it('begins with facts and messages, each once', async () => {
      const facts = [{ type: 'executionStarted' } as const, { type: 'stepStarted', stepPath: 'root', stepType: 'agent' } as const];
      const first = { facts, messages: [message(0, 'Go', { role: 'user' })] };
      await beginAttempt(first);
      await beginAttempt(first);
      await beginAttempt({ ...first, attempt: 2 });
      expect((await readFeed(store, 'e1')).map(({ type }) => type)).toEqual([
        'executionStarted',
        'stepStarted',
        'messageAdded',
        'callRetried',
      ]);
    });

    it('marks an attempt without an outcome lost and wasted when the next begins', async () => {
      await beginAttempt({ estimatedInputTokens: 70 });
      const begun = await beginAttempt({ attempt: 2 });
      expect(begun).toEqual({ attempt: 2, ended: false, earlier: { all: 1, failed: 0, lost: 1 } });
      expect(await beginAttempt({ attempt: 2 })).toEqual(begun);
      expect(await attempts()).toMatchObject([
        { attempt: 1, status: 'lost', wasted: true, inputTokens: 70, outputTokens: 0, estimated: true, endedAt: expect.any(String) },
        { attempt: 2, status: 'started', wasted: false },
      ]);
      expect(await usage()).toMatchObject({ inputTokens: 70, calls: 0, wastedCalls: 1 });
      expect(await readFeed(store, 'e1')).toMatchObject([
        { type: 'callRetried', callId: 'c1', stepPath: 'root/writer', attempt: 1, reason: 'lost', nextAt: expect.any(String) },
      ]);
    });

    it('counts what failed and what was lost before an attempt', async () => {
      await beginAttempt();
      await endAttempt();
      await beginAttempt({ attempt: 2 });
      await beginAttempt({ attempt: 3 });
      await endAttempt({ attempt: 3, status: 'cancelled', reason: 'shutdown' });
      expect(await beginAttempt({ attempt: 4 })).toEqual({ attempt: 4, ended: false, earlier: { all: 3, failed: 1, lost: 1 } });
      expect(await beginAttempt({ attempt: 2 })).toEqual({ attempt: 2, ended: false, earlier: { all: 1, failed: 1, lost: 0 } });
    });

    it('leaves a later attempt alone when a slow earlier one begins after it', async () => {
      await beginAttempt({ attempt: 2 });
      await beginAttempt({ attempt: 1 });
      expect(await attempts()).toMatchObject([
        { attempt: 2, status: 'started' },
        { attempt: 1, status: 'started' },
      ]);
    });

    it('numbers the attempts of another activity on from those that there are, and overwrites none', async () => {
      await beginAttempt();
      await beginAttempt({ attempt: 2 });
      await endAttempt({ attempt: 2, status: 'cancelled', reason: 'taken_over', usage: tokens(60, 7, true) });
      const reset = { activity: 'activity-2' };
      expect(await beginAttempt(reset)).toEqual({ attempt: 3, ended: false, earlier: { all: 2, failed: 0, lost: 1 } });
      expect(await beginAttempt(reset)).toMatchObject({ attempt: 3 });
      expect(await beginAttempt({ ...reset, attempt: 2 })).toEqual({ attempt: 4, ended: false, earlier: { all: 3, failed: 0, lost: 2 } });
      expect(await attempts()).toMatchObject([
        { attempt: 1, status: 'lost', wasted: true },
        { attempt: 2, status: 'cancelled', wasted: true, inputTokens: 60 },
        { attempt: 3, status: 'lost', wasted: true },
        { attempt: 4, status: 'started' },
      ]);
      expect(await commitCall('at last', { attempt: 4 })).toMatchObject({ taken: true, entry: { attempt: 4 } });
      expect(await usage()).toMatchObject({ calls: 1, wastedCalls: 3, inputTokens: 270 });
    });

    it('gives no number twice, though an attempt of the activity before begins when the next has begun', async () => {
      await beginAttempt();
      expect(await beginAttempt({ activity: 'activity-2' })).toMatchObject({ attempt: 2 });
      expect(await beginAttempt({ attempt: 2 })).toMatchObject({ attempt: 3 });
      expect(await beginAttempt({ attempt: 2 })).toMatchObject({ attempt: 3 });
      expect((await attempts()).map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    });

    it('counts a failed attempt as wasted only when it may have been paid for', async () => {
      await beginAttempt();
      await endAttempt({ retryAt: '2026-01-01T00:00:05.000Z' });
      expect(await usage()).toMatchObject({ inputTokens: 0, wastedCalls: 0 });
      await beginAttempt({ attempt: 2 });
      const cut = { attempt: 2, reason: 'stream_cut', usage: tokens(60, 7, true) };
      await endAttempt(cut);
      await endAttempt(cut);
      expect(await attempts()).toMatchObject([
        { status: 'failed', wasted: false, inputTokens: 0, reason: 'http_503' },
        { status: 'failed', wasted: true, inputTokens: 60, outputTokens: 7, estimated: true, reason: 'stream_cut' },
      ]);
      expect(await usage()).toMatchObject({ inputTokens: 60, outputTokens: 7, calls: 0, wastedCalls: 1 });
      expect(await readFeed(store, 'e1')).toMatchObject([
        { type: 'callRetried', callId: 'c1', attempt: 1, reason: 'http_503', nextAt: '2026-01-01T00:00:05.000Z' },
      ]);
    });

    it('counts an attempt that was cancelled in mid-stream as wasted', async () => {
      await beginAttempt();
      await endAttempt({ status: 'cancelled', reason: 'cancelled', usage: tokens(60, 1, true) });
      expect(await attempts()).toMatchObject([{ status: 'cancelled', wasted: true }]);
      expect(await usage()).toMatchObject({ inputTokens: 60, outputTokens: 1, wastedCalls: 1 });
    });

    it('keeps the first outcome of an attempt', async () => {
      await beginAttempt();
      await endAttempt();
      await endAttempt({ status: 'cancelled', reason: 'late', usage: tokens(9, 9) });
      expect(await attempts()).toMatchObject([{ status: 'failed', reason: 'http_503', wasted: false }]);
    });

    it('refuses the end of an attempt that was never begun', async () => {
      await expect(endAttempt({ attempt: 7 })).rejects.toThrow('never begun');
    });

    it('takes the first of two answers and records the other as wasted', async () => {
      await beginAttempt();
      await beginAttempt({ attempt: 2 });
      const winner = await commitCall('second', { attempt: 2, usage: tokens(10, 5) });
      const loser = await commitCall('first', { usage: tokens(11, 6) });
      expect(loser).toEqual({ entry: winner.entry, taken: false });
      const before = await readEverything(store, 'e1');
      expect(await commitCall('first', { usage: tokens(11, 6) })).toEqual(loser);
      expect(await readEverything(store, 'e1')).toEqual(before);
      expect(before.attempts).toMatchObject([
        { attempt: 1, status: 'superseded', wasted: true, inputTokens: 11, outputTokens: 6, estimated: false },
        { attempt: 2, status: 'succeeded', wasted: false },
      ]);
      expect(before.messages).toMatchObject([{ text: 'second' }]);
      expect(await usage()).toEqual({ inputTokens: 21, outputTokens: 11, calls: 1, wastedCalls: 1, cost: null });
    });

    it('takes the answer of an attempt that was only frozen, and wastes the one that replaced it', async () => {
      await beginAttempt();
      await beginAttempt({ attempt: 2 });
      expect(await usage()).toMatchObject({ inputTokens: 100, wastedCalls: 1 });
      expect(await commitCall('thawed')).toMatchObject({ taken: true, entry: { attempt: 1 } });
      expect(await usage()).toEqual({ inputTokens: 10, outputTokens: 5, calls: 1, wastedCalls: 0, cost: null });
      expect(await commitCall('second', { attempt: 2, usage: tokens(20, 8) })).toMatchObject({ taken: false, entry: { attempt: 1 } });
      expect(await attempts()).toMatchObject([
        { attempt: 1, status: 'succeeded', wasted: false, estimated: false },
        { attempt: 2, status: 'superseded', wasted: true },
      ]);
      expect(await usage()).toEqual({ inputTokens: 30, outputTokens: 13, calls: 1, wastedCalls: 1, cost: null });
    });

    it('replaces the estimate of a lost attempt by its outcome when that arrives late', async () => {
      await beginAttempt();
      await beginAttempt({ attempt: 2 });
      await endAttempt({ status: 'cancelled', reason: 'heartbeat', usage: tokens(90, 4) });
      expect(await usage()).toMatchObject({ inputTokens: 90, outputTokens: 4, wastedCalls: 1 });
    });

    it('lets exactly one of two processes win a call', async () => {
      const other = await bench.open();
      for (let n = 0; n < 20; n++) {
        const callId = `race-${n}`;
        const [one, two] = await Promise.all([
          store.commitCall(ORGANIZATION, 'e1', commit('one', { callId }, n)),
          other.commitCall(ORGANIZATION, 'e1', commit('two', { callId, attempt: 2 }, n)),
        ]);
        expect(one.entry).toEqual(two.entry);
        expect([one.taken, two.taken].filter(Boolean)).toHaveLength(1);
      }
      expect(await usage()).toMatchObject({ calls: 20, wastedCalls: 20 });
    });

    it('shows a tool call when it begins and its result when it is committed, once each', async () => {
      const tool = { kind: 'tool' as const, callId: 't1', estimatedInputTokens: 0 };
      const asked = { ...tool, tool: { tool: 'add', toolCallId: 'call_1', arguments: { a: 1 } } };
      await beginAttempt(asked);
      await beginAttempt({ ...asked, attempt: 2 });
      const answer = {
        ...tool,
        attempt: 2,
        messages: [message(0, '2', { role: 'tool', toolCallId: 'call_1', callId: 't1' })],
        output: { message: { thread: 'main', index: 0 }, data: 2 },
        usage: undefined,
        tool: { tool: 'add', toolCallId: 'call_1', result: 2 },
      };
      await commitCall('', answer);
      await commitCall('', answer);
      const feed = (await readFeed(store, 'e1')).filter(({ type }) => type !== 'callRetried');
      expect(feed).toMatchObject([
        { type: 'toolCalled', callId: 't1', toolCallId: 'call_1', tool: 'add', arguments: { a: 1 }, stepPath: 'root/writer' },
        { type: 'toolCompleted', callId: 't1', toolCallId: 'call_1', tool: 'add', result: 2, stepPath: 'root/writer' },
        { type: 'messageAdded', message: { role: 'tool', text: '2', toolCallId: 'call_1', callId: 't1' } },
      ]);
      expect(await store.getOutput(ORGANIZATION, 'e1', 't1')).toEqual({ text: '2', data: 2 });
      expect(await usage()).toMatchObject({ inputTokens: 0, calls: 0, wastedCalls: 0 });
    });

    it('shows the error of a tool that failed', async () => {
      const tool = { tool: 'add', error: { code: 'tool_failed', message: 'No.' } };
      await commitCall('', { kind: 'tool', callId: 't1', messages: [], output: { text: 'No.' }, usage: undefined, tool });
      expect(await readFeed(store, 'e1')).toMatchObject([{ type: 'toolCompleted', ...tool }]);
      expect(await store.getOutput(ORGANIZATION, 'e1', 't1')).toEqual({ text: 'No.' });
    });

    it('writes nothing of a commit that answers with a message it does not have', async () => {
      await beginAttempt();
      await expect(commitCall('x', { output: { message: { thread: 'main', index: 5 } } })).rejects.toThrow('message 5');
      expect(await readFeed(store, 'e1')).toEqual([]);
      expect(await attempts()).toMatchObject([{ status: 'started' }]);
    });

    it('answers ended after the end, and only records what a late answer cost', async () => {
      await beginAttempt();
      await beginAttempt({ callId: 'c2' });
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      const feed = await readFeed(store, 'e1');
      expect(feed.at(-1)).toMatchObject({ usage: { inputTokens: 200, wastedCalls: 2 } });
      expect(await beginAttempt({ callId: 'c3', facts: [{ type: 'executionStarted' }] })).toEqual({
        attempt: 1,
        ended: true,
        earlier: { all: 0, failed: 0, lost: 0 },
      });
      const late = await commitCall('late', { usage: tokens(120, 9) });
      expect(late).toEqual({ taken: false, entry: { callId: 'c1', attempt: 1, digest: { finish: 'stop', preview: 'late' } } });
      expect(await commitCall('late', { usage: tokens(120, 9) })).toEqual(late);
      await endAttempt({
        callId: 'c2',
        status: 'cancelled',
        reason: 'cancelled',
        usage: tokens(80, 0),
        retryAt: '2026-01-01T00:00:00.000Z',
      });
      expect(await store.getEntry(ORGANIZATION, 'e1', 'c1')).toBeNull();
      expect(await readFeed(store, 'e1')).toEqual(feed);
      expect(await attempts()).toMatchObject([
        { callId: 'c1', status: 'superseded', wasted: true, inputTokens: 120 },
        { callId: 'c2', status: 'cancelled', wasted: true, inputTokens: 80 },
      ]);
      expect(await usage()).toEqual({ inputTokens: 200, outputTokens: 9, calls: 0, wastedCalls: 2, cost: null });
    });

    it('finds a call that was answered before the end also after it', async () => {
      const { entry } = await commitCall('in time');
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      expect(await beginAttempt({ attempt: 2 })).toMatchObject({ entry, ended: true });
      expect(await commitCall('in time')).toEqual({ entry, taken: true });
    });
  });
}
