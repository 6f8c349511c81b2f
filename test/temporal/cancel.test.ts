import type { StepInput } from '../../contracts/steps';
import { createEngineRig, type EngineRig, toLines } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A' }, { name: 'B' });
});
afterAll(() => rig.close());

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];

const ROOTS: [string, StepInput, number][] = [
  ['agent', a, 1],
  ['sequential', { id: 'row', type: 'sequential', steps: [a, b] }, 1],
  ['concurrent', { id: 'all', type: 'concurrent', branches: [a, b] }, 2],
  ['groupChat', { id: 'chat', type: 'groupChat', participants, maxRounds: 5 }, 1],
  ['groupChat with a manager', { id: 'chat', type: 'groupChat', participants, manager: { type: 'agent', agent: 'A' }, maxRounds: 5 }, 1],
  ['handoff', { id: 'desk', type: 'handoff', participants, start: 'ann' }, 1],
  ['route', { id: 'way', type: 'route', cases: [{ when: 'true', step: a }] }, 1],
  ['loop', { id: 'again', type: 'loop', body: a, until: 'false', maxIterations: 5 }, 1],
  ['map', { id: 'each', type: 'map', over: '[1, 2, 3]', body: a, maxParallel: 2 }, 2],
];

it.each(ROOTS)('cancels %s in mid-stream, down to the provider’s socket, and makes no call afterwards', async (_name, root, inFlight) => {
  rig.model.setBehaviour({ stallAfter: 2 });
  const before = rig.model.counts();
  const run = await rig.start(root);
  await rig.model.waitFor(({ requests }) => requests === before.requests + inFlight);
  // Text has come, so what was cut is counted as estimated, never as zero.
  const started = async () => (await run.feed()).filter(({ type }) => type === 'stepStarted').length > 0;
  expect(await started()).toBe(true);
  await run.handle.cancel();
  const { execution, events } = await run.finished();
  expect(execution).toMatchObject({ status: 'cancelled', output: null, usage: { calls: 0, wastedCalls: inFlight } });
  expect(execution.usage.inputTokens).toBeGreaterThan(0);
  await rig.model.waitFor(({ disconnected }) => disconnected === before.disconnected + inFlight);
  expect(rig.model.counts().requests).toBe(before.requests + inFlight);
  const lines = toLines(events);
  expect(lines.at(-1)).toBe('executionEnded');
  expect(lines.at(-2)).toBe(`stepCancelled ${root.id}`);
  expect(lines.filter((line) => line === 'executionEnded')).toHaveLength(1);
  expect((await run.handle.describe()).status.name).toBe('CANCELLED');
});

it('keeps nine results of ten when one branch fails, and loses all but the failure when it must not', async () => {
  const branches = Array.from({ length: 10 }, (_, index) => ({ ...a, id: `b${index}`, input: `task ${index}` }));
  rig.model.setBehaviour((request) => (request.messages.at(-1)?.content === 'task 7' ? { fail: { status: 400 } } : {}));
  const kept = await rig.run({ id: 'ten', type: 'concurrent', branches, onFailure: 'collect' });
  const data = kept.execution.output?.data as { status: string }[];
  expect(data.map(({ status }) => status)).toEqual(branches.map((_, index) => (index === 7 ? 'failed' : 'completed')));
  rig.model.setBehaviour((request) => (request.messages.at(-1)?.content === 'task 7' ? { fail: { status: 400 } } : { stallAfter: 1 }));
  const failed = await rig.run({ id: 'ten', type: 'concurrent', branches });
  expect(failed.execution).toMatchObject({ status: 'failed', error: { stepPath: 'ten/b7' } });
  expect(toLines(failed.events).filter((line) => line.startsWith('stepCancelled'))).toHaveLength(9);
});
