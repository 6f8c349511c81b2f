import { randomUUID } from 'node:crypto';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Json } from '../../contracts/json';
import type { Fact } from '../../contracts/plan';
import { type StepInput, step as stepSchema } from '../../contracts/steps';
import { withIds } from '../../plans/references';
import type { EngineRig, Run } from '../harness/engine-rig';
import { createForkRig, SPEAKERS, STEP_OF_A } from '../harness/fork-rig';
import { longestPayload } from '../harness/longest-payload';
import { readActivities } from '../harness/read-activities';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createForkRig();
});
afterAll(() => rig?.close());
beforeEach(() => rig.model.setBehaviour({}));

const a = STEP_OF_A;
const participants = SPEAKERS;

/** An execution that has done much: what the store has of it is written, not run. */
async function putLong(root: StepInput, input: Json, facts: Fact[], calls: [callId: string, digest: Json][]): Promise<Run> {
  const small = await rig.start({ id: 'chat', type: 'groupChat', participants, maxRounds: 2 });
  await small.finished();
  const start = await rig.executions.getStart(LOCAL_ORGANIZATION, small.id);
  if (start === null) throw new Error('The execution has no start record');
  const id = `exe_${randomUUID()}`;
  const idOf = (name: string) => Object.entries(start.plan.agents).find(([, agent]) => agent.name === name)?.[0] ?? name;
  const plan = { ...start.plan, root: withIds(stepSchema.parse(root), { agent: idOf, workflow: idOf }) };
  await rig.executions.putStart({ ...start, executionId: id, plan, input });
  const write = (callId: string, digest: Json) =>
    rig.executions.commitEvaluation(LOCAL_ORGANIZATION, id, { callId, facts: [], digest, output: { text: '', data: input } });
  await Promise.all(calls.map(([callId, digest]) => write(callId, digest)));
  await rig.executions.appendFacts(LOCAL_ORGANIZATION, id, facts);
  return { ...small, id };
}

const started = (stepPath: string, stepType: string): Fact[] => [{ type: 'executionStarted' }, { type: 'stepStarted', stepPath, stepType }];

it('a fork of a map that has done thousands of items reads its tape in pages, and calls only what is left', async () => {
  const done = 2_600;
  const items = Array.from({ length: done + 3 }, (_, index) => index);
  const facts = items.slice(0, done).flatMap((index): Fact[] => {
    const about = { stepPath: `each/a#${index + 1}`, stepType: 'agent' };
    return [
      { type: 'stepStarted', ...about },
      { type: 'stepCompleted', ...about, output: `${about.stepPath}:m1` },
      { type: 'superstepCommitted', stepPath: about.stepPath },
    ];
  });
  const root: StepInput = { id: 'each', type: 'map', over: 'input', body: a, maxParallel: 3 };
  const source = await putLong(root, items, [...started('each', 'map'), ...facts], [['each:items', { count: items.length }]]);
  const forked = await rig.fork(source, done);
  const { execution, requests } = await forked.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 3 } });
  expect(Object.keys(requests).sort()).toEqual([1, 2, 3].map((more) => `each/a#${done + more}:m1`));
  expect(new Set(await readActivities(forked))).toEqual(new Set(['readTape', 'callModel', 'evaluate']));
  expect(await longestPayload(forked)).toBeLessThan(64 * 1024);
});

it('a fork of a chat of thousands of rounds takes them from its tape, and speaks only what is left', async () => {
  const rounds = 1_600;
  const turns = Array.from({ length: rounds }, (_, index) => `chat/${index % 2 ? 'bob' : 'ann'}#${Math.floor(index / 2) + 1}`);
  const facts = turns.map((stepPath): Fact => ({ type: 'superstepCommitted', stepPath }));
  const calls = turns.map((path, index): [string, Json] => [`${path}:m1`, { finish: 'stop', upTo: index + 2, tokens: [1_000, 100] }]);
  const root: StepInput = { id: 'chat', type: 'groupChat', participants, maxRounds: rounds + 1 };
  const source = await putLong(root, null, [...started('chat', 'groupChat'), ...facts], calls);
  const forked = await rig.fork(source, rounds);
  const { execution, requests } = await forked.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { data: { rounds: rounds + 1 } }, usage: { calls: 1 } });
  expect(Object.keys(requests)).toEqual(['chat/ann#801:m1']);
  expect(new Set(await readActivities(forked))).toEqual(new Set(['readTape', 'callModel', 'evaluate']));
});

it('a fork of many handoffs takes them from its tape, without a pause, and speaks only what is left', async () => {
  const handoffs = 1_000;
  const team = 'team_of_people_with_a_long_name';
  const turns = Array.from({ length: handoffs }, (_, index) => ({
    path: `${team}/${index % 2 ? 'bob' : 'ann'}#${Math.floor(index / 2) + 1}`,
    tool: `handoff_to_${index % 2 ? 'ann' : 'bob'}`,
    upTo: 2 * index + 2,
  }));
  const facts = turns.map(({ path }): Fact => ({ type: 'superstepCommitted', stepPath: path }));
  const calls = turns.flatMap(({ path, tool, upTo }): [string, Json][] => [
    [`${path}:m1`, { finish: 'toolCalls', toolCalls: [{ id: 'x', tool }], upTo, tokens: [1_000, 100] }],
    [`${path}:t1.1`, { ok: true }],
  ]);
  const root: StepInput = { id: team, type: 'handoff', participants, start: 'ann', maxHandoffs: handoffs };
  const source = await putLong(root, null, [...started(team, 'handoff'), ...facts], calls);
  const forked = await rig.fork(source, handoffs);
  const { execution, requests } = await forked.finished();
  const last = { from: 'bob', to: 'ann' };
  const { data } = execution.output as unknown as { data: { handoffs: object[] } };
  expect([execution.status, execution.usage.calls, data.handoffs.length, data.handoffs.at(-1)]).toEqual(['completed', 1, handoffs, last]);
  expect(Object.keys(requests)).toEqual([`${team}/ann#501:m1`]);
  expect(await longestPayload(forked)).toBeLessThan(64 * 1024);
  expect(new Set(await readActivities(forked))).toEqual(new Set(['readTape', 'callModel', 'evaluate']));
  const { events } = await forked.handle.fetchHistory();
  expect(events?.filter(({ timerStartedEventAttributes: timer }) => timer)).toEqual([]);
});
