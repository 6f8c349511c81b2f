import type { Fact } from '../../contracts/plan';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { StepRange } from '../../contracts/ports/step-store';
import { readAllPages, type StoreBench, type StoreBenchFactory } from './bench';
import { begin, commit, completed, ORGANIZATION, readEverything, readFeed, startRecord } from './execution-builders';

const NEXT = '2026-12-01T00:00:00.000Z';

/** Facts, the end, checkpoints and the feed. */
export function describeFeed(createBench: StoreBenchFactory<ExecutionStore>): void {
  describe('facts and the end', () => {
    let bench: StoreBench<ExecutionStore>;
    let store: ExecutionStore;
    beforeEach(async () => {
      bench = await createBench();
      store = await bench.open();
      await store.putStart(startRecord('e1'));
    });
    afterEach(() => bench.destroy());

    const appendFacts = (...facts: Fact[]) => store.appendFacts(ORGANIZATION, 'e1', facts);

    it('writes every type of fact with what the contract says', async () => {
      const error = { code: 'provider_error', message: 'No answer', stepPath: 'root/b' };
      await store.commitCall(ORGANIZATION, 'e1', commit('Owls fly.'));
      await appendFacts(
        { type: 'executionStarted' },
        { type: 'stepStarted', stepPath: 'root', stepType: 'sequential' },
        completed('root/a', 'c1'),
        { type: 'superstepCommitted', stepPath: 'root/a' },
        { type: 'stepFailed', stepPath: 'root/b', stepType: 'agent', error },
        { type: 'stepCancelled', stepPath: 'root/c', stepType: 'agent' },
      );
      const base = { executionId: 'e1', at: expect.any(String) };
      const usage = { inputTokens: 10, outputTokens: 5, calls: 1, wastedCalls: 0, cost: null };
      const [, ...facts] = await readFeed(store, 'e1');
      expect(facts).toEqual([
        { seq: 2, ...base, type: 'executionStarted', workflowId: 'w1', workflowRevision: 3 },
        { seq: 3, ...base, type: 'stepStarted', stepPath: 'root', stepType: 'sequential' },
        { seq: 4, ...base, type: 'stepCompleted', stepPath: 'root/a', stepType: 'agent', output: { text: 'Owls fly.' } },
        { seq: 5, ...base, type: 'superstepCommitted', stepPath: 'root/a', superstep: 1, usage },
        { seq: 6, ...base, type: 'stepFailed', stepPath: 'root/b', stepType: 'agent', error },
        { seq: 7, ...base, type: 'stepCancelled', stepPath: 'root/c', stepType: 'agent' },
      ]);
    });

    it('writes a fact once by type and step path, and numbers supersteps densely', async () => {
      const superstep = (stepPath: string): Fact => ({ type: 'superstepCommitted', stepPath });
      await appendFacts(superstep('a'), superstep('a'), superstep('b'));
      await appendFacts(superstep('b'), superstep('a'), superstep('c'), { type: 'stepStarted', stepPath: 'a', stepType: 'agent' });
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ facts: [superstep('c'), superstep('d')] }));
      const checkpoints = await readAllPages((page) => store.listCheckpoints(ORGANIZATION, 'e1', page), 3);
      expect(checkpoints.map(({ superstep, stepPath, seq }) => [superstep, stepPath, seq])).toEqual([
        [1, 'a', 1],
        [2, 'b', 2],
        [3, 'c', 3],
        [4, 'd', 5],
      ]);
      expect(await store.listCheckpoints(ORGANIZATION, 'e1', { limit: 3, superstep: 4 })).toEqual({ items: [checkpoints[3]] });
      expect(await store.listCheckpoints(ORGANIZATION, 'e1', { limit: 3, superstep: 5 })).toEqual({ items: [] });
      await appendFacts(superstep('d#1/ada#9'), superstep('d#1/ada#10'), superstep('d#10'));
      const behind = async (stepPath: string) => {
        const page = await store.listCheckpoints(ORGANIZATION, 'e1', { limit: 3, stepPath });
        return page === 'invalidCursor' ? page : page.items.map((checkpoint) => checkpoint.superstep);
      };
      expect(await store.listCheckpoints(ORGANIZATION, 'e1', { limit: 3, stepPath: 'd' })).toEqual({ items: [checkpoints[3]] });
      expect([await behind('d#1/ada#9'), await behind('d#1'), await behind('d#10'), await behind('d#2')]).toEqual([[5], [6], [7], []]);
      expect(checkpoints[0]).toMatchObject({ at: expect.any(String), usage: { calls: 0, cost: null } });
    });

    it('lists the first hundred of what can be edited at a superstep, and says when there is more', async () => {
      const superstep = (stepPath: string): Fact => ({ type: 'superstepCommitted', stepPath });
      const started = (count: number) =>
        Array.from(
          { length: count },
          (_, index): Fact => ({ type: 'stepStarted', stepPath: `${count}/a#${index + 1}`, stepType: 'agent' }),
        );
      await appendFacts(superstep('a'), ...started(101), superstep('b'), ...started(100));
      const page = await store.listCheckpoints(ORGANIZATION, 'e1', { limit: 3 });
      const editable = page === 'invalidCursor' ? [] : page.items.map((checkpoint) => checkpoint.editable);
      expect(editable.map(({ inputs, truncated }) => [inputs.length, truncated])).toEqual([
        [100, true],
        [100, undefined],
      ]);
    });

    it('sums up steps without their texts, repetitions together or one by one', async () => {
      const started = (stepPath: string, stepType = 'agent'): Fact => ({ type: 'stepStarted', stepPath, stepType });
      const error = { code: 'provider_error', message: 'no' };
      await appendFacts(started('root', 'sequential'), started('root/step1'), completed('root/step1'), started('root/loop', 'loop'));
      for (const n of [1, 2, 10]) await appendFacts(started(`root/loop/body#${n}`, 'sequential'), started(`root/loop/body#${n}/inner`));
      await appendFacts(completed('root/loop/body#1/inner'), completed('root/loop/body#1'));
      await appendFacts({ type: 'stepFailed', stepPath: 'root/loop/body#2', stepType: 'sequential', error });
      const steps = async (range: Partial<StepRange>) =>
        (await store.summarizeSteps(ORGANIZATION, 'e1', { after: 0, limit: 50, ...range }))?.map((step) => [
          step.path,
          step.stepType,
          step.repeats,
          step.begun,
          step.completed,
          step.failed,
          step.endedAt !== null,
        ]);
      expect(await steps({})).toEqual([['root', 'sequential', false, 1, 0, 0, false]]);
      expect(await steps({ parent: 'root' })).toEqual([
        ['root/step1', 'agent', false, 1, 1, 0, true],
        ['root/loop', 'loop', false, 1, 0, 0, false],
      ]);
      expect(await steps({ parent: 'root/loop' })).toEqual([['root/loop/body', 'sequential', true, 3, 1, 1, false]]);
      expect(await steps({ parent: 'root/loop', repetitionsOf: 'body', after: 1, limit: 9 })).toEqual([
        ['root/loop/body#2', 'sequential', false, 1, 0, 1, true],
        ['root/loop/body#10', 'sequential', false, 1, 0, 0, false],
      ]);
      expect(await steps({ parent: 'root/loop/body#1' })).toEqual([['root/loop/body#1/inner', 'agent', false, 1, 1, 0, true]]);
      expect(await steps({ parent: 'root/nothing' })).toEqual([]);
      await appendFacts(started('root/chat2', 'groupChat'));
      for (const turn of ['ada#1', 'bob#1', 'ada#2']) await appendFacts({ type: 'superstepCommitted', stepPath: `root/chat2/${turn}` });
      expect(await steps({ parent: 'root/chat2' })).toEqual([
        ['root/chat2/ada', 'turn', true, 2, 2, 0, true],
        ['root/chat2/bob', 'turn', true, 1, 1, 0, true],
      ]);
      expect(await steps({ parent: 'root/chat2', repetitionsOf: 'ada', after: 1 })).toEqual([
        ['root/chat2/ada#2', 'turn', false, 1, 1, 0, true],
      ]);
      expect(await steps({ all: true })).toEqual([
        ['root', 'sequential', false, 1, 0, 0, false],
        ['root/step1', 'agent', false, 1, 1, 0, true],
        ['root/loop', 'loop', false, 1, 0, 0, false],
        ['root/loop/body', 'sequential', true, 3, 1, 1, false],
        ['root/loop/body/inner', 'agent', true, 3, 1, 0, false],
        ['root/chat2', 'groupChat', false, 1, 0, 0, false],
        ['root/chat2/ada', 'turn', true, 2, 2, 0, true],
        ['root/chat2/bob', 'turn', true, 1, 1, 0, true],
      ]);
      // What is new since it was counted last is counted too.
      await appendFacts(completed('root/chat2'), started('root/loop/body#11', 'sequential'));
      expect(await steps({ all: true })).toContainEqual(['root/loop/body', 'sequential', true, 4, 1, 1, false]);
      expect(await steps({ all: true })).toContainEqual(['root/chat2', 'groupChat', false, 1, 1, 0, true]);
      expect(await store.summarizeSteps('other', 'e1', { after: 0, limit: 1 })).toBeNull();
      expect(await store.summarizeSteps('other', 'e1', { all: true, after: 0, limit: 1 })).toBeNull();
    });

    it('tells of the turn that is under way by its calls, when each began, and of one that ended with its chat', async () => {
      const started = (stepPath: string, stepType: string): Fact => ({ type: 'stepStarted', stepPath, stepType });
      const chat = 'all/chat#2';
      const ofTurn = (turn: string) => ({ callId: `${chat}/${turn}:m1`, stepPath: `${chat}/${turn}` });
      const turnBegins = (turn: string, ...facts: Fact[]) =>
        store.beginAttempt(ORGANIZATION, 'e1', begin({ ...ofTurn(turn), activity: turn, facts }));
      const over = (turn: string): Fact => ({ type: 'superstepCommitted', stepPath: `${chat}/${turn}` });
      const turns = async (range: Partial<StepRange>) =>
        (await store.summarizeSteps(ORGANIZATION, 'e1', { parent: chat, after: 0, limit: 9, ...range }))?.map((step) => [
          step.path.slice(chat.length + 1),
          step.stepType,
          step.begun,
          step.completed,
          step.failed,
          step.seq,
          step.endedAt !== null,
        ]);
      await appendFacts(started('all', 'loop'), started(chat, 'groupChat'));
      expect(await turns({})).toEqual([]);
      await turnBegins('ada#1');
      expect(await turns({})).toEqual([['ada', 'turn', 1, 0, 0, 2, false]]);
      await store.commitCall(ORGANIZATION, 'e1', commit('Hello.', ofTurn('ada#1')));
      await turnBegins('bob#1', over('ada#1'));
      await store.commitCall(ORGANIZATION, 'e1', commit('Who?', ofTurn('bob#1'), 1));
      await turnBegins('ada#2', over('bob#1'));
      expect(await turns({})).toEqual([
        ['ada', 'turn', 2, 1, 0, 3, false],
        ['bob', 'turn', 1, 1, 0, 5, true],
      ]);
      const ada = ['ada#1', 'turn', 1, 1, 0, 3, true];
      expect(await turns({ repetitionsOf: 'ada' })).toEqual([ada, ['ada#2', 'turn', 1, 0, 0, 6, false]]);
      const [first] = (await store.summarizeSteps(ORGANIZATION, 'e1', { parent: chat, repetitionsOf: 'ada', after: 0, limit: 1 })) ?? [];
      const attempts = await store.listAttempts(ORGANIZATION, 'e1', { callId: ofTurn('ada#1').callId, limit: 1 });
      expect(attempts).toMatchObject({ items: [{ startedAt: first?.startedAt }] });
      const error = { code: 'provider_error', message: 'no' };
      await appendFacts({ type: 'stepFailed', stepPath: chat, stepType: 'groupChat', error });
      expect(await turns({ repetitionsOf: 'ada' })).toEqual([ada, ['ada#2', 'turn', 1, 0, 1, 7, true]]);
      expect(await turns({})).toContainEqual(['ada', 'turn', 2, 1, 1, 3, true]);
    });

    it('counts who handed over to whom in every repetition of a handoff', async () => {
      const started = (stepPath: string, stepType: string): Fact => ({ type: 'stepStarted', stepPath, stepType });
      const turns = (path: string, ...speakers: string[]) =>
        speakers.map((speaker): Fact => ({ type: 'superstepCommitted', stepPath: `${path}/${speaker}` }));
      const handoffs = async () =>
        (await store.summarizeSteps(ORGANIZATION, 'e1', { all: true, after: 0, limit: 1 }))?.find(({ path }) => path === 'all/desk')
          ?.handoffs;
      await appendFacts(started('all', 'loop'), started('all/desk#1', 'handoff'), started('all/desk#2', 'handoff'));
      await appendFacts(...turns('all/desk#1', 'ada#1'));
      expect(await handoffs()).toEqual([]);
      // The second runs at the same time; what speaks first in it was handed nothing.
      await appendFacts(...turns('all/desk#2', 'bob#1'), ...turns('all/desk#1', 'bob#1', 'ada#2', 'bob#2', 'eve#1'));
      await appendFacts(completed('all/desk#1'), ...turns('all/desk#2', 'ada#1'));
      expect(await handoffs()).toEqual([
        { from: 'ada', to: 'bob', times: 2 },
        { from: 'bob', to: 'ada', times: 2 },
        { from: 'bob', to: 'eve', times: 1 },
      ]);
    });

    it('tells which steps are at work, and what they wait for, until the execution has ended', async () => {
      const started = (stepPath: string, stepType: string): Fact => ({ type: 'stepStarted', stepPath, stepType });
      const open = async (limit = 50) =>
        (await store.summarizeSteps(ORGANIZATION, 'e1', { open: true, after: 0, limit }))?.map(({ path, stepType, seq, waits }) => [
          path,
          stepType,
          seq,
          waits,
        ]);
      await appendFacts(started('all', 'loop'), started('all/ask#1', 'wait'), { type: 'waitStarted', stepPath: 'all/ask#1', event: 'go' });
      await appendFacts(completed('all/ask#1'), started('all/ask#2', 'wait'), started('all/ask#3', 'approval'));
      const until = '2026-12-01T00:00:00.000Z';
      await appendFacts({ type: 'waitStarted', stepPath: 'all/ask#2', event: 'go', until }, { type: 'waitStarted', stepPath: 'all/ask#3' });
      expect(await open()).toEqual([
        ['all', 'loop', 1, undefined],
        ['all/ask#2', 'wait', 5, { event: 'go', until }],
        ['all/ask#3', 'approval', 6, {}],
      ]);
      expect(await open(1)).toEqual([['all', 'loop', 1, undefined]]);
      await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
      expect(await open()).toEqual([]);
      expect(await store.summarizeSteps('other', 'e1', { open: true, after: 0, limit: 1 })).toBeNull();
    });

    it('gives the events of one call, and the attempts of the calls that some steps make themselves', async () => {
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId: 'root/a#1:m1' }));
      await store.holdCall(ORGANIZATION, 'e1', { callId: 'root/a#1:m1', stepPath: 'root/a#1', facts: [], reason: 'a limit', until: NEXT });
      const failure = { callId: 'root/a#1:m1', stepPath: 'root/a#1', attempt: 1, status: 'failed', reason: 'busy', retryAt: NEXT } as const;
      await store.endAttempt(ORGANIZATION, 'e1', failure);
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId: 'root/a#1:m1', attempt: 2 }));
      await store.commitCall(ORGANIZATION, 'e1', commit('Owls fly.', { callId: 'root/a#1:m1', attempt: 2 }));
      const tool = { tool: 'look', arguments: { at: 'owls' } };
      for (const callId of ['root/a#1:m10', 'root/a#10:m1', 'root/a#1/inner:m1']) {
        await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId, kind: 'tool', tool, messages: [] }));
      }
      const events = async (callId: string, after = 0) =>
        (await store.readEvents(ORGANIZATION, 'e1', after, 100, callId))?.items.map(({ type }) => type);
      expect(await events('root/a#1:m1')).toEqual(['callHeld', 'callRetried', 'messageAdded']);
      expect(await events('root/a#10:m1')).toEqual(['toolCalled']);
      expect(await events('root/a#1')).toEqual([]);
      expect(await events('root/a#1:m1', 100)).toEqual([]);
      const attempts = async (...stepPaths: string[]) =>
        (await readAllPages((page) => store.listAttempts(ORGANIZATION, 'e1', { ...page, stepPaths }), 2)).map(
          ({ callId, attempt, status }) => [callId, attempt, status],
        );
      expect(await attempts('root/a#10', 'root/a#1', 'root')).toEqual([
        ['root/a#1:m1', 1, 'failed'],
        ['root/a#1:m1', 2, 'succeeded'],
        ['root/a#1:m10', 1, 'started'],
        ['root/a#10:m1', 1, 'started'],
      ]);
      expect(await attempts('root/a')).toEqual([]);
    });

    it('knows how steps ended, in the order asked for', async () => {
      const error = { code: 'provider_error', message: 'no', stepPath: 'root/c' };
      await appendFacts(completed('root/a', 'c1'), completed('root/b'));
      await appendFacts(completed('root/a', 'other'), { type: 'stepFailed', stepPath: 'root/c', stepType: 'agent', error });
      await appendFacts({ type: 'stepCancelled', stepPath: 'root/d', stepType: 'agent' });
      expect(await store.getStepOutcomes(ORGANIZATION, 'e1', ['root/d', 'root/c', 'root/a', 'root/b', 'root/unknown'])).toEqual([
        { status: 'cancelled' },
        { status: 'failed', error },
        { status: 'completed', output: 'c1' },
        { status: 'completed', output: undefined },
        null,
      ]);
    });

    it('keeps an evaluation once, with its facts before it and the text of the call that it points to', async () => {
      await store.beginAttempt(ORGANIZATION, 'e1', begin());
      await store.commitCall(ORGANIZATION, 'e1', commit('an answer'));
      const { text } = (await store.getOutput(ORGANIZATION, 'e1', 'c1')) ?? { text: '' };
      expect(text).not.toBe('');
      const evaluation = {
        callId: 'root:output',
        facts: [completed('root/a', 'c1')],
        digest: { count: 1 },
        output: { call: 'c1', data: { rounds: 3 } },
      };
      const entry = await store.commitEvaluation(ORGANIZATION, 'e1', evaluation);
      expect(await store.commitEvaluation(ORGANIZATION, 'e1', { ...evaluation, digest: { count: 2 } })).toEqual(entry);
      expect(await store.getOutput(ORGANIZATION, 'e1', 'root:output')).toEqual({ text, data: { rounds: 3 } });
      await store.commitEvaluation(ORGANIZATION, 'e1', { callId: 'root:again', facts: [], digest: {}, output: { call: 'root:output' } });
      expect(await store.getOutput(ORGANIZATION, 'e1', 'root:again')).toEqual({ text });
      const events = (await store.readEvents(ORGANIZATION, 'e1', 0, 100))?.items ?? [];
      expect(events.filter(({ type }) => type === 'stepCompleted')).toHaveLength(1);
    });

    it.each(['call', 'evaluation'] as const)('ends with the answer of the last %s, in one transaction', async (kind) => {
      const closing = [completed('root/a', 'c1'), completed('root', 'c1')];
      if (kind === 'call') {
        await store.beginAttempt(ORGANIZATION, 'e1', begin());
        await store.commitCall(ORGANIZATION, 'e1', commit('done', { closing }));
        await store.commitCall(ORGANIZATION, 'e1', commit('done', { closing }));
      } else {
        const evaluation = { callId: 'c1', facts: [], digest: {}, output: { text: 'done' }, closing };
        await store.commitEvaluation(ORGANIZATION, 'e1', evaluation);
        await store.commitEvaluation(ORGANIZATION, 'e1', evaluation);
      }
      const events = (await store.readEvents(ORGANIZATION, 'e1', 0, 100))?.items ?? [];
      expect(events.slice(-3).map(({ type, stepPath }) => [type, stepPath])).toEqual([
        ['stepCompleted', 'root/a'],
        ['stepCompleted', 'root'],
        ['executionEnded', undefined],
      ]);
      expect(await store.get(ORGANIZATION, 'e1')).toMatchObject({ status: 'completed', output: { text: 'done' } });
      expect(await store.close(ORGANIZATION, 'e1', [], { status: 'cancelled' })).toEqual({ status: 'completed', output: 'c1' });
    });

    it('ends with the last facts and one terminal event, and marks open attempts lost', async () => {
      await store.beginAttempt(ORGANIZATION, 'e1', begin());
      await store.commitCall(
        ORGANIZATION,
        'e1',
        commit('Owls fly.', { output: { message: { thread: 'main', index: 0 }, data: { ok: true } } }),
      );
      await store.beginAttempt(ORGANIZATION, 'e1', begin({ callId: 'c2' }));
      const ending = { status: 'completed', output: 'c1' } as const;
      expect(await store.close(ORGANIZATION, 'e1', [completed('root', 'c1')], ending)).toEqual(ending);
      const { feed, attempts, execution } = await readEverything(store, 'e1');
      const usage = { inputTokens: 110, outputTokens: 5, calls: 1, wastedCalls: 1, cost: null };
      expect(feed.map(({ type }) => type)).toEqual(['messageAdded', 'stepCompleted', 'executionEnded']);
      expect(feed.at(-1)).toEqual({
        seq: 3,
        type: 'executionEnded',
        at: execution?.endedAt,
        executionId: 'e1',
        status: 'completed',
        output: { text: 'Owls fly.', data: { ok: true } },
        usage,
      });
      expect(attempts.at(-1)).toMatchObject({ callId: 'c2', status: 'lost', wasted: true });
      expect(execution).toMatchObject({ status: 'completed', output: { text: 'Owls fly.', data: { ok: true } }, usage, error: null });
      expect(await store.readEvents(ORGANIZATION, 'e1', 3, 10)).toEqual({ items: [], lastSeq: 3, ended: true });
    });

    it('keeps the first ending and appends nothing after it', async () => {
      const error = { code: 'terminated', message: 'Terminated' };
      const first = { status: 'failed', error } as const;
      await store.close(ORGANIZATION, 'e1', [], first);
      const before = await readEverything(store, 'e1');
      expect(await store.close(ORGANIZATION, 'e1', [{ type: 'executionStarted' }], { status: 'completed' })).toEqual(first);
      await appendFacts({ type: 'executionStarted' });
      await store.listStarted(ORGANIZATION, 'e1');
      expect(await readEverything(store, 'e1')).toEqual(before);
      expect(before.feed).toMatchObject([{ type: 'executionEnded', status: 'failed', error }]);
    });

    it('lets one of two endings at once stand', async () => {
      const other = await bench.open();
      const [one, two] = await Promise.all([
        store.close(ORGANIZATION, 'e1', [], { status: 'completed' }),
        other.close(ORGANIZATION, 'e1', [], { status: 'cancelled' }),
      ]);
      expect(one).toEqual(two);
      expect(await readFeed(store, 'e1')).toMatchObject([{ type: 'executionEnded', status: one.status }]);
      expect(await other.get(ORGANIZATION, 'e1')).toMatchObject({ status: one.status });
    });

    it('reads a feed from any place, in pages', async () => {
      await appendFacts(...Array.from({ length: 9 }, (_, n): Fact => ({ type: 'stepStarted', stepPath: `s${n}`, stepType: 'agent' })));
      const page = await store.readEvents(ORGANIZATION, 'e1', 3, 4);
      expect(page?.items.map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
      expect(page).toMatchObject({ lastSeq: 9, ended: false });
      expect(await store.readEvents(ORGANIZATION, 'e1', 50, 4)).toEqual({ items: [], lastSeq: 9, ended: false });
      expect(await store.readEvents(ORGANIZATION, 'nobody', 0, 4)).toBeNull();
    });

    it('loses and doubles nothing when two processes write the same execution', async () => {
      const other = await bench.open();
      await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          (n % 2 ? store : other).appendFacts(ORGANIZATION, 'e1', [
            { type: 'stepStarted', stepPath: `s${n}`, stepType: 'agent' },
            { type: 'superstepCommitted', stepPath: `s${Math.floor(n / 2)}` },
          ]),
        ),
      );
      const feed = await readFeed(other, 'e1');
      expect(feed.map(({ seq }) => seq)).toEqual(Array.from({ length: 150 }, (_, n) => n + 1));
      expect(new Set(feed.map(({ type, stepPath }) => `${type} ${stepPath}`)).size).toBe(150);
      const supersteps = feed.flatMap((event) => (event.type === 'superstepCommitted' ? [event.superstep] : []));
      expect(supersteps).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    });
  });
}
