import { setTimeout as pause } from 'node:timers/promises';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { createEngineRig, type EngineRig, type Run, toLines } from '../harness/engine-rig';

/** Long enough for a call to begin that should not. */
const A_WHILE_MS = 300;

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A' }, { name: 'B' });
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const chat: StepInput = {
  id: 'chat',
  type: 'groupChat',
  participants: [
    { id: 'ann', agent: 'A' },
    { id: 'bob', agent: 'B' },
  ],
  maxRounds: 4,
};

const read = ({ id }: Run) => rig.executions.get(LOCAL_ORGANIZATION, id);
const statuses = async (run: Run) => (await run.feed()).flatMap((event) => (event.type === 'statusChanged' ? [event.status] : []));
const requestsOf = ({ id }: Run) => rig.model.requests.filter(({ call }) => call.startsWith(`${id}/`)).length;

it('finishes the call in flight, keeps its answer, begins no other, and goes on when it is resumed', async () => {
  rig.model.setBehaviour({ hold: { gate: 'first', at: 'beforeFirstByte' } });
  const run = await rig.start(chat);
  await waitUntil(() => requestsOf(run) === 1, 20_000, 'no call began');
  await rig.send(run, { kind: 'pause' });
  expect(await read(run)).toMatchObject({ status: 'paused', pausedAt: expect.any(String) });
  rig.model.setBehaviour({});
  rig.model.release('first');
  await waitUntil(async () => ((await read(run))?.usage.calls ?? 0) === 1, 20_000, 'the call in flight did not finish');
  await pause(A_WHILE_MS);
  expect(requestsOf(run)).toBe(1);
  expect(await read(run)).toMatchObject({ status: 'paused' });
  await rig.send(run, { kind: 'resume' });
  const { execution, requests } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 4, wastedCalls: 0 } });
  expect(execution).not.toHaveProperty('pausedAt');
  expect(Object.values(requests)).toEqual([1, 1, 1, 1]);
  expect(await statuses(run)).toEqual(['paused', 'running']);
});

it('holds also what was paused while no worker lived, before its first call', async () => {
  let run: Run | undefined;
  await rig.withoutWorker(async () => {
    run = await rig.start(chat);
    await rig.send(run, { kind: 'pause' });
    expect(await read(run)).toMatchObject({ status: 'paused' });
  });
  if (run === undefined) throw new Error('unreachable');
  await pause(A_WHILE_MS * 2);
  expect(requestsOf(run)).toBe(0);
  await rig.withoutWorker(async () => undefined);
  await pause(A_WHILE_MS);
  expect(requestsOf(run)).toBe(0);
  await rig.send(run, { kind: 'resume' });
  const { execution, events } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 4 } });
  expect(toLines(events)[0]).toBe('executionStarted');
});

it('lets timers go on, and holds what comes after them', async () => {
  const run = await rig.start({ id: 'row', type: 'sequential', steps: [{ id: 'rest', type: 'wait', for: '500ms' }, a] });
  await waitUntil(async () => (await read(run))?.status === 'waiting', 20_000, 'it does not wait');
  await rig.send(run, { kind: 'pause' });
  await pause(500 + A_WHILE_MS);
  expect(requestsOf(run)).toBe(0);
  const resumed = Date.now();
  await rig.send(run, { kind: 'resume' });
  const { execution, events } = await run.finished();
  expect(execution.status).toBe('completed');
  const ended = events.find((event) => event.type === 'stepStarted' && event.stepPath === 'row/a');
  expect(Date.parse(ended?.at ?? '') - resumed).toBeLessThan(500);
  expect(await statuses(run)).toEqual(['waiting', 'paused', 'waiting', 'running']);
});

it('is cancelled while it is paused, and nothing more is called', async () => {
  rig.model.setBehaviour({ hold: { gate: 'second', at: 'beforeFirstByte' } });
  const run = await rig.start(chat);
  await waitUntil(() => requestsOf(run) === 1, 20_000, 'no call began');
  await rig.send(run, { kind: 'pause' });
  rig.model.release('second');
  await waitUntil(async () => ((await read(run))?.usage.calls ?? 0) === 1, 20_000, 'the call in flight did not finish');
  await run.handle.cancel();
  const { execution } = await run.finished();
  expect(execution.status).toBe('cancelled');
  expect(requestsOf(run)).toBe(1);
});

it('undoes what was done when it is cancelled while it is paused, though nobody resumes it', async () => {
  const undoable: StepInput = { ...a, compensate: { id: 'undo', type: 'agent', agent: 'B' } };
  const gate = (name: string) => ({ hold: { gate: name, at: 'beforeFirstByte' as const } });
  rig.model.setBehaviour((_, { call }) => gate(call.includes('undo') ? 'undo' : 'third'));
  const run = await rig.start({ id: 'row', type: 'sequential', steps: [undoable, { ...a, id: 'c' }] });
  await waitUntil(() => requestsOf(run) === 1, 20_000, 'no call began');
  await rig.send(run, { kind: 'pause' });
  rig.model.release('third');
  await waitUntil(async () => ((await read(run))?.usage.calls ?? 0) === 1, 20_000, 'the call in flight did not finish');
  await run.handle.cancel();
  await waitUntil(() => requestsOf(run) === 2, 20_000, 'nothing is undone');
  // While it is undone it is not paused.
  expect(await read(run)).toMatchObject({ status: 'running' });
  expect(await read(run)).not.toHaveProperty('pausedAt');
  rig.model.release('undo');
  const { execution, events } = await run.finished();
  expect(execution.status).toBe('cancelled');
  expect(toLines(events)).toContain('stepCompleted row/a/undo');
  expect(await statuses(run)).toEqual(['paused', 'running']);
  expect(requestsOf(run)).toBe(2);
});
