import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { ExecutionStatus } from '../../contracts/entities';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { createEngineRig, type EngineRig, type Run, toLines } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A' }, { name: 'B' });
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const paid = { id: 'pay', type: 'wait', event: 'paid' } as const;
const row = (...steps: StepInput[]): StepInput => ({ id: 'row', type: 'sequential', steps });

const statusOf = async ({ id }: Run) => (await rig.executions.get(LOCAL_ORGANIZATION, id))?.status;
const untilStatus = (run: Run, status: ExecutionStatus) =>
  waitUntil(async () => (await statusOf(run)) === status, 20_000, `The execution did not become ${status}`);
const sendPaid = (run: Run, text: string, payload?: string) =>
  rig.send(run, { kind: 'event', about: 'paid', content: { text, ...(payload !== undefined && { payload }) } });
const statuses = async (run: Run) => (await run.feed()).flatMap((event) => (event.type === 'statusChanged' ? [event.status] : []));

it('waits for an event, says so, and goes on with what it brought', async () => {
  const run = await rig.start(row(a, paid, { ...b, input: '{{ steps.pay.text }} of {{ steps.pay.data.amount }}' }));
  await untilStatus(run, 'waiting');
  const before = toLines(await run.feed());
  expect(before.slice(-5)).toEqual([
    'stepCompleted row/a',
    'superstepCommitted row/a',
    'stepStarted row/pay',
    'waitStarted row/pay',
    'statusChanged',
  ]);
  await rig.send(run, { kind: 'event', about: 'other', content: { text: 'no' } });
  await rig.send(run, { kind: 'event', about: 'paid', content: { text: 'Paid', payload: { amount: '12' } } });
  const { execution, events, messages } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed' });
  expect(messages.find(({ thread }) => thread === 'row/b')?.text).toBe('Paid of 12');
  expect(await statuses(run)).toEqual(['waiting', 'running']);
  const after = toLines(events).slice(before.length);
  expect(after.slice(0, 3)).toEqual(['statusChanged', 'stepCompleted row/pay', 'superstepCommitted row/pay']);
  expect(events.find(({ type }) => type === 'waitStarted')).toMatchObject({ event: 'paid' });
});

it('gives a payload as text when the event has none, and closes the execution when it is the last step', async () => {
  const run = await rig.start(paid);
  await rig.send(run, { kind: 'event', about: 'paid', content: { payload: { amount: 12 } } });
  expect((await run.finished()).execution).toMatchObject({ output: { text: '{"amount":12}', data: { amount: 12 } }, status: 'completed' });
});

it('keeps an event that comes before anybody waits for it, and gives each to one wait, first in, first out', async () => {
  rig.model.setBehaviour({ firstByteDelayMs: 300 });
  const run = await rig.start(row(a, paid, { ...paid, id: 'again' }, { ...paid, id: 'third' }));
  for (const text of ['one', 'two', 'three']) await sendPaid(run, text);
  const { events } = await run.finished();
  const outputs = events.flatMap((event) => (event.type === 'stepCompleted' && event.stepType === 'wait' ? [event.output?.text] : []));
  expect(outputs).toEqual(['one', 'two', 'three']);
});

it('ignores signals that are not of this product’s making, and goes on with those that are', async () => {
  const run = await rig.start(row(a, paid));
  await untilStatus(run, 'waiting');
  const letter = { number: 1, id: 'x', kind: 'event', about: 'paid' };
  const rubbish = [
    undefined,
    null,
    'rubbish',
    7,
    {},
    ['rubbish'],
    [null],
    [letter, { ...letter, number: '2' }],
    [{ ...letter, kind: 'x' }],
  ];
  for (const signal of ['deliver', 'childEnded']) {
    await run.handle.signal(signal);
    for (const sent of rubbish) await run.handle.signal(signal, sent);
  }
  await sendPaid(run, 'at last');
  const { execution } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { text: 'at last' } });
  const { events } = await run.handle.fetchHistory();
  expect(events?.filter(({ workflowTaskFailedEventAttributes: failed }) => failed)).toEqual([]);
});

it('fails with step_timeout when no event comes in time', async () => {
  const run = await rig.start(row(a, { ...paid, timeout: '400ms' }));
  const { execution } = await run.finished();
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'step_timeout', stepPath: 'row/pay' } });
});

it('waits for a time and hands on what it got', async () => {
  const run = await rig.start(row(a, { id: 'rest', type: 'wait', for: '700ms' }, b));
  await untilStatus(run, 'waiting');
  const { execution, events, messages } = await run.finished();
  expect(execution.status).toBe('completed');
  const at = (type: string, path: string) => Date.parse(events.find((event) => event.type === type && event.stepPath === path)?.at ?? '');
  expect(at('stepCompleted', 'row/rest') - at('stepStarted', 'row/rest')).toBeGreaterThanOrEqual(690);
  const spoken = messages.find(({ thread, role }) => thread === 'row/a' && role === 'assistant')?.text;
  expect(messages.find(({ thread }) => thread === 'row/b')?.text).toBe(spoken);
});

it('is waiting only while every open branch waits', async () => {
  rig.model.setBehaviour((request) =>
    request.messages.at(-1)?.content === 'slow' ? { hold: { gate: 'open', at: 'beforeFirstByte' } } : {},
  );
  const run = await rig.start({
    id: 'all',
    type: 'concurrent',
    branches: [{ ...paid, id: 'p1' }, row({ ...a, input: 'slow' }, { ...paid, id: 'p2', event: 'sent' }), { ...b, id: 'short' }],
  });
  const waits = async () => (await run.feed()).filter(({ type }) => type === 'waitStarted').length;
  await waitUntil(async () => (await waits()) === 1 && rig.model.counts().requests > 0, 20_000, 'nobody waits');
  await waitUntil(async () => toLines(await run.feed()).includes('stepCompleted all/short'), 20_000, 'the short branch did not end');
  expect(await statusOf(run)).toBe('running');
  rig.model.release('open');
  await untilStatus(run, 'waiting');
  await rig.send(run, { kind: 'event', about: 'sent', content: { text: 'second' } });
  await waitUntil(async () => (await statuses(run)).length === 3, 20_000, 'the second branch did not go on and leave the first waiting');
  expect(await statuses(run)).toEqual(['waiting', 'running', 'waiting']);
  await sendPaid(run, 'first');
  const { execution } = await run.finished();
  expect(execution.output?.data).toMatchObject([{ text: 'first' }, { text: 'second' }, { id: 'short' }]);
  expect(await statuses(run)).toEqual(['waiting', 'running', 'waiting', 'running']);
});

it('is cancelled in the middle of a wait, at once', async () => {
  const run = await rig.start({ id: 'all', type: 'concurrent', branches: [paid, { id: 'rest', type: 'wait', for: '1000d' }] });
  await untilStatus(run, 'waiting');
  await run.handle.cancel();
  const { execution, events } = await run.finished();
  expect(execution.status).toBe('cancelled');
  const cancelled = toLines(events).filter((line) => line.startsWith('stepCancelled'));
  expect(cancelled.sort()).toEqual(['stepCancelled all', 'stepCancelled all/pay', 'stepCancelled all/rest']);
});

it('carries out on return what was accepted while no worker lived', async () => {
  const run = await rig.start(row(paid, b));
  await untilStatus(run, 'waiting');
  await rig.withoutWorker(async () => {
    await sendPaid(run, 'in the night');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await statusOf(run)).toBe('waiting');
  });
  const { execution, messages } = await run.finished();
  expect(execution.status).toBe('completed');
  expect(messages.find(({ thread }) => thread === 'row/b')?.text).toBe('in the night');
});
