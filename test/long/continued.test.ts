import { settleOpenExecutions } from '../../api/sweep/settle-executions';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { createLogger } from '../../runtime/create-logger';
import { createTemporalEngine } from '../../runtime/temporal-engine';
import { waitUntil } from '../../runtime/wait-until';
import { decideApproval } from '../harness/decide-approval';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

jest.setTimeout(120_000);

let server: TestTemporal;
let rig: EngineRig;

beforeAll(async () => {
  // Each test continues as new several times.
  server = await startTestTemporal({ 'limit.historyCount.suggestContinueAsNew': '40' });
  rig = await createEngineRig({ temporal: server });
  await rig.agents({ name: 'A' }, { name: 'B', instructions: 'Stall' });
});
afterAll(async () => {
  await rig?.close();
  await server?.stop();
});

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];
/** Slow enough that a run lasts longer than the shortest one. */
const slow = { firstByteDelayMs: 120 };

async function historyOf(run: Run) {
  const events = (await run.handle.fetchHistory()).events ?? [];
  return {
    continued: events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId !== '',
    timersFired: events.filter(({ timerFiredEventAttributes: fired }) => fired).length,
  };
}

async function childOf(parentId: string) {
  const page = await rig.executions.list(LOCAL_ORGANIZATION, { parentId }, { limit: 10 });
  const [child] = page === 'invalidCursor' ? [] : page.items;
  if (child === undefined) throw new Error('There is no child');
  return child;
}

/** As the sweeper does. */
async function sweep(): Promise<void> {
  const engine = createTemporalEngine(() => rig.client, { taskQueue: rig.taskQueue });
  const logger = createLogger({ name: 'sweep', level: 'warn' });
  await settleOpenExecutions({ executions: rig.executions, engine, logger, now: Date.now, mayGoOn: async () => true }, {});
}

describe('a workflow in a step, while its parent continues as new', () => {
  const chat: StepInput = { id: 'chat', type: 'groupChat', participants, maxRounds: 16 };
  const turns: StepInput = { id: 'again', type: 'loop', body: a, until: 'iteration == 16', maxIterations: 50 };
  beforeAll(() => rig.workflows({ name: 'Long chat', root: chat }, { name: 'Stalls', root: { ...a, id: 'stall', agent: 'B' } }));

  it('is not held up and not lost: both continue as new, and nothing is called twice', async () => {
    rig.model.setBehaviour(slow);
    const run = await rig.start({
      id: 'all',
      type: 'concurrent',
      branches: [{ id: 'w', type: 'workflow', workflow: 'Long chat' }, turns],
    });
    const { execution, requests, events } = await run.finished();
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 32, wastedCalls: 0 } });
    const child = await childOf(run.id);
    expect(child).toMatchObject({ status: 'completed', usage: { calls: 16 } });
    expect((await historyOf(run)).continued).toBe(true);
    expect((await rig.runOf(child.id).finished()).requests).toEqual(
      Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`chat/${n % 2 ? 'bob' : 'ann'}#${Math.floor(n / 2) + 1}:m1`, 1])),
    );
    expect(Object.values(requests)).toEqual(Array.from({ length: 16 }, () => 1));
    expect(events.filter(({ type }) => type === 'childStarted')).toHaveLength(1);
  });

  it('is reached by a cancel that its parent gets in a later run than the one that started it', async () => {
    rig.model.setBehaviour(({ messages }) => (messages[0]?.content === 'Stall' ? { stallAfter: 1 } : slow));
    const run = await rig.start({
      id: 'all',
      type: 'concurrent',
      branches: [
        { id: 'w', type: 'workflow', workflow: 'Stalls' },
        { ...turns, maxIterations: 10_000, until: 'false' },
      ],
    });
    await waitUntil(async () => (await historyOf(run)).continued, 30_000, 'It did not continue as new');
    await run.handle.cancel();
    const { execution } = await run.finished();
    expect(execution.status).toBe('cancelled');
    const child = await childOf(run.id);
    expect(child).toMatchObject({ status: 'cancelled', usage: { calls: 0, wastedCalls: 1 } });
    expect(Date.parse(child.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(execution.endedAt ?? ''));
  });
});

describe('a child that was terminated, and so could tell nobody, while its parent is in a later run than the one that started it', () => {
  const forEver: StepInput = { id: 'again', type: 'loop', body: a, until: 'false', maxIterations: 10_000 };
  const untilQuiet: StepInput = {
    id: 'row',
    type: 'sequential',
    steps: [
      { ...forEver, until: 'iteration == 14' },
      { id: 'rest', type: 'wait', event: 'never' },
    ],
  };

  it.each([
    ['the next run hears, before it waits', forEver, 'store'] as const,
    ['the run that waits hears from the sweeper', untilQuiet, 'sweeper'] as const,
  ])('%s', async (_name, beside, by) => {
    rig.model.setBehaviour(({ messages }) => (messages[0]?.content === 'Stall' ? { stallAfter: 1 } : slow));
    await rig.workflows({ name: `Terminated ${by}`, root: { ...a, id: 'stall', agent: 'B' } });
    const branches: StepInput[] = [{ id: 'w', type: 'workflow', workflow: `Terminated ${by}` }, beside];
    const run = await rig.start({ id: 'all', type: 'concurrent', branches });
    await waitUntil(async () => (await historyOf(run)).continued, 30_000, 'It did not continue as new');
    const isQuiet = async () => (await run.feed()).some(({ stepPath, type }) => type === 'waitStarted' && stepPath === 'all/row/rest');
    if (by === 'sweeper') await waitUntil(isQuiet, 30_000, 'It does not rest');
    const child = await childOf(run.id);
    await rig.runOf(child.id).handle.terminate();
    if (by === 'sweeper') await sweep();
    else await rig.executions.close(LOCAL_ORGANIZATION, child.id, [], { status: 'failed', error: { code: 'terminated', message: '' } });
    expect((await run.finished()).execution).toMatchObject({ status: 'failed', error: { code: 'terminated', stepPath: 'all/w' } });
    expect((await historyOf(run)).timersFired).toBe(0);
  });
});

describe('undoing, while it continues as new', () => {
  const passes = 15;
  const again: StepInput = {
    id: 'again',
    type: 'loop',
    body: { ...a, compensate: { id: 'undo', type: 'agent', agent: 'B', input: '{{ iteration }}' } },
    until: `iteration == ${passes}`,
    maxIterations: passes,
  };
  const undone = Array.from({ length: passes }, (_, index) => `row/again/a#${passes - index}/undo`);

  it.each(['failed', 'cancelled'] as const)('undoes everything once, in reverse order, of an execution that is %s', async (status) => {
    rig.model.setBehaviour(({ messages }) => (messages.at(-1)?.content === 'stall' ? { stallAfter: 1 } : slow));
    const last: StepInput =
      status === 'failed'
        ? { id: 'last', type: 'route', cases: [{ when: 'false', step: { ...a, id: 'never' } }] }
        : { ...a, id: 'last', input: 'stall' };
    const run = await rig.start({ id: 'row', type: 'sequential', steps: [again, last] });
    if (status === 'cancelled') {
      const stalls = async () => (await run.feed()).some(({ stepPath, type }) => type === 'stepStarted' && stepPath === 'row/last');
      await waitUntil(stalls, 30_000, 'The last step did not begin');
      await run.handle.cancel();
    }
    const { execution, events, requests } = await run.finished();
    expect(execution.status).toBe(status);
    const completed = events.flatMap((event) =>
      event.type === 'stepCompleted' && event.stepPath.endsWith('/undo') ? [event.stepPath] : [],
    );
    expect(completed).toEqual(undone);
    expect(Object.values(requests).filter((count) => count !== 1)).toEqual([]);
    expect((await historyOf(run)).continued).toBe(true);
    expect(events.filter(({ type }) => type === 'compensationCompleted')).toHaveLength(1);
  });
});

it('has approvals that wait, and decisions that come early, while it continues as new', async () => {
  rig.model.setBehaviour(slow);
  const ask = (id: string): StepInput => ({ id, type: 'approval', prompt: id, escalation: { after: '100ms', to: ['boss'] } });
  const tool: StepInput = { id: 'count', type: 'tool', tool: 'text_statistics', arguments: { text: 'a b' }, approval: {} };
  const turns: StepInput = { id: 'again', type: 'loop', body: a, until: 'iteration == 16', maxIterations: 50 };
  const run = await rig.start({ id: 'all', type: 'concurrent', branches: [ask('early'), ask('late'), tool, turns] });
  const asked = async () => (await run.feed()).flatMap((event) => (event.type === 'approvalRequested' ? [event] : []));
  await waitUntil(async () => (await asked()).length === 3, 30_000, 'Not all are asked');
  const idOf = async (step: string) => (await asked()).find(({ stepPath }) => stepPath === `all/${step}`)?.approvalId ?? '';
  await decideApproval(rig, run, await idOf('early'), { comment: 'soon' });
  const turnedAll = async () => (await run.feed()).some(({ type, stepPath }) => type === 'stepCompleted' && stepPath === 'all/again#16/a');
  await waitUntil(async () => (await turnedAll()) || (await historyOf(run)).continued, 60_000, 'It did not continue as new');
  await decideApproval(rig, run, await idOf('count'));
  await decideApproval(rig, run, await idOf('late'), { comment: 'at last' });
  const { execution, events, requests } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { data: [{ text: 'soon' }, { text: 'at last' }, {}, {}] } });
  expect((await historyOf(run)).continued).toBe(true);
  expect(Object.values(requests)).toEqual(Array(16).fill(1));
  const about = (type: string) => events.filter((event) => event.type === type).length;
  expect(['approvalRequested', 'approvalEscalated', 'approvalDecided'].map(about)).toEqual([3, expect.any(Number), 3]);
  expect(about('approvalEscalated')).toBeGreaterThanOrEqual(1);
  expect(about('approvalEscalated')).toBeLessThanOrEqual(2);
});
