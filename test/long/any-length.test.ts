import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';
import { longestPayload } from '../harness/longest-payload';
import { manyCases } from '../harness/many-cases';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

/** Temporal suggests to continue as new after so few events that each test does it several times. */
const EVENTS_A_RUN = 40;

let server: TestTemporal;
let rig: EngineRig;

beforeAll(async () => {
  server = await startTestTemporal({ 'limit.historyCount.suggestContinueAsNew': String(EVENTS_A_RUN) });
  rig = await createEngineRig({ temporal: server });
  await rig.agents(
    { name: 'A', tools: ['text_statistics'], limits: { maxTurns: 200 } },
    { name: 'B' },
    { name: 'Boss', instructions: 'Boss' },
  );
});
afterAll(async () => {
  await rig?.close();
  await server?.stop();
});
beforeEach(() => rig.model.setBehaviour({}));

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];

/** Slow enough that a run lasts longer than the shortest one. */
const slow = { firstByteDelayMs: 120 };

async function historyOf(run: Run) {
  const { events = [] } = await run.handle.fetchHistory();
  return { length: events?.length ?? 0, continued: events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId !== '' };
}

const ROOTS: Record<string, [StepInput, number]> = {
  'a chat': [{ id: 'chat', type: 'groupChat', participants, maxRounds: 24 }, 24],
  'a chat with a manager': [{ id: 'chat', type: 'groupChat', participants, manager: { type: 'agent', agent: 'Boss' }, maxRounds: 20 }, 40],
  'a loop of sequences': [
    {
      id: 'again',
      type: 'loop',
      body: { id: 'row', type: 'sequential', steps: [a, { ...a, id: 'b', agent: 'B' }] },
      until: 'iteration == 20',
      maxIterations: 50,
    },
    40,
  ],
  'a map': [{ id: 'each', type: 'map', over: 'input.items', body: a, maxParallel: 3 }, 36],
  'branches that differ in length': [
    {
      id: 'all',
      type: 'concurrent',
      branches: [
        { id: 'chat', type: 'groupChat', participants, maxRounds: 30 },
        { id: 'again', type: 'loop', body: a, until: 'iteration == 20', maxIterations: 50 },
        { ...a, id: 'short' },
      ],
    },
    51,
  ],
  'a sequence, whose plan is too long for one payload': [
    { id: 'row', type: 'sequential', steps: [...Array.from({ length: 23 }, (_, index) => ({ ...a, id: `s${index}` })), manyCases(450, a)] },
    24,
  ],
};

it.each(Object.entries(ROOTS))(
  '%s continues as new and stays one execution, in which nothing is called twice',
  async (_name, [root, calls]) => {
    rig.model.setBehaviour((request: ChatRequest) =>
      request.messages[0]?.content === 'Boss' ? { ...slow, text: '{"next":"bob"}' } : slow,
    );
    const run = await rig.start(root, { items: Array.from({ length: 36 }, (_, index) => index) });
    const { execution, events, requests, messages } = await run.finished();
    expect(execution).toMatchObject({ status: 'completed', error: null, usage: { calls, wastedCalls: 0 } });
    const last = await historyOf(run);
    expect(last.continued).toBe(true);
    expect(await longestPayload(run)).toBeLessThan(64 * 1024);
    // In one run it would have been at least six events a call.
    expect(last.length).toBeLessThan(calls * 6);
    expect(Object.values(requests).filter((count) => count !== 1)).toEqual([]);
    expect(Object.keys(requests)).toHaveLength(calls);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const subjects = events.map((event) => `${event.type} ${event.type === 'messageAdded' ? event.message.id : (event.stepPath ?? '')}`);
    expect(new Set(subjects).size).toBe(subjects.length);
    for (const thread of new Set(messages.map((message) => message.thread))) {
      const indexes = messages.filter((message) => message.thread === thread).map(({ index }) => index);
      expect(indexes).toEqual(indexes.map((_, position) => position));
    }
  },
);

it('a fork of a fork of a continued run calls only what is left, while each ancestor stays as it was', async () => {
  rig.model.setBehaviour(slow);
  const source = await rig.start({ id: 'chat', type: 'groupChat', participants, maxRounds: 40 });
  const before = await source.finished();
  expect((await historyOf(source)).continued).toBe(true);
  const forked = await rig.fork(source, 12);
  const after = await forked.finished();
  expect((await historyOf(forked)).continued).toBe(true);
  const again = await rig.fork(forked, 37);
  const last = await again.finished();
  expect(Object.keys(after.requests)).toHaveLength(28);
  expect(Object.keys(last.requests).sort()).toEqual(['chat/ann#20:m1', 'chat/bob#19:m1', 'chat/bob#20:m1']);
  const said = ({ messages }: typeof last) => messages.map(({ id, text, callId }) => [id, text, callId]);
  expect(said(last)).toEqual(said(before));
  expect(await source.finished()).toEqual(before);
  expect(await forked.finished()).toEqual(after);
});

it('carries a long turn with tools over, in the middle of it', async () => {
  const tool = { tool: 'text_statistics', arguments: { text: 'x' } };
  rig.model.setBehaviour((request: ChatRequest) =>
    request.messages.filter(({ role }) => role === 'tool').length < 40 ? { ...slow, toolCalls: [tool, tool], insists: true } : {},
  );
  const run = await rig.start(a);
  const { execution, messages } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 21 } });
  expect(messages).toHaveLength(1 + 20 * 3 + 1);
  expect((await historyOf(run)).continued).toBe(true);
});

it('never loses a cancel that arrives around a continue-as-new', async () => {
  rig.model.setBehaviour(slow);
  const root: StepInput = { id: 'chat', type: 'groupChat', participants, maxRounds: 10_000 };
  const runs = await Promise.all(Array.from({ length: 8 }, () => rig.start(root)));
  for (const [index, run] of runs.entries()) {
    // Each a little later in its first runs.
    const rounds = 14 + index * 2;
    for (;;) {
      const { usage } = (await rig.executions.get(LOCAL_ORGANIZATION, run.id)) ?? { usage: { calls: 0 } };
      if (usage.calls >= rounds) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await run.handle.cancel();
  }
  for (const run of runs) {
    const { execution, events } = await run.finished();
    expect(execution.status).toBe('cancelled');
    expect(events.filter(({ type }) => type === 'executionEnded')).toHaveLength(1);
  }
});

it('loses no event that arrives around a continue-as-new, and takes each once, in order', async () => {
  rig.model.setBehaviour(slow);
  const root: StepInput = {
    id: 'all',
    type: 'concurrent',
    branches: [
      { id: 'chat', type: 'groupChat', participants, maxRounds: 30 },
      {
        id: 'again',
        type: 'loop',
        body: { id: 'tick', type: 'wait', event: 'tick' },
        until: 'last.data == 30',
        maxIterations: 100,
      },
    ],
  };
  const run = await rig.start(root);
  for (let tick = 1; tick <= 30; tick++) {
    await rig.send(run, { kind: 'event', about: 'tick', content: { payload: tick } });
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  const { execution, events } = await run.finished();
  expect(execution.status).toBe('completed');
  expect((await historyOf(run)).continued).toBe(true);
  const ticks = events.flatMap((event) => (event.type === 'stepCompleted' && event.stepType === 'wait' ? [event.output?.text] : []));
  expect(ticks).toEqual(Array.from({ length: 30 }, (_, index) => String(index + 1)));
});

it('stays paused across runs', async () => {
  rig.model.setBehaviour(slow);
  const run = await rig.start({ id: 'chat', type: 'groupChat', participants, maxRounds: 8 });
  await waitUntil(async () => (await run.feed()).length > 4, 20_000, 'the chat did not begin');
  await rig.send(run, { kind: 'pause' });
  const { runId } = await run.handle.describe();
  // Nobody waits for them; they only make history.
  const another = async () => {
    await rig.send(run, { kind: 'event', about: 'noise' });
    return (await run.handle.describe()).runId !== runId;
  };
  await waitUntil(another, 20_000, 'it did not continue as new');
  await rig.send(run, { kind: 'event', about: 'noise' });
  // It has gone on as far as it can, and has begun no call.
  const settled = async () => {
    const events = (await run.handle.fetchHistory()).events ?? [];
    const signal = events.findLastIndex(({ workflowExecutionSignaledEventAttributes: signaled }) => signaled);
    const done = events.findLastIndex(({ workflowTaskCompletedEventAttributes: completed }) => completed);
    return signal >= 0 && done > signal ? events : undefined;
  };
  await waitUntil(async () => (await settled()) !== undefined, 20_000, 'the next run did not take the signal');
  const scheduled = ((await settled()) ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: activity }) => activity?.activityType?.name ?? [],
  );
  expect(scheduled).not.toContain('callModel');
  await rig.send(run, { kind: 'resume' });
  expect((await run.finished()).execution).toMatchObject({ status: 'completed', usage: { calls: 8 } });
});

it('keeps a step’s deadline across runs', async () => {
  rig.model.setBehaviour({ firstByteDelayMs: 100 });
  const { execution } = await rig.run({ id: 'chat', type: 'groupChat', timeout: '4s', participants, maxRounds: 10_000 });
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'step_timeout', stepPath: 'chat' } });
  expect(Date.parse(execution.endedAt ?? '') - Date.parse(execution.startedAt)).toBeGreaterThanOrEqual(4_000);
});
