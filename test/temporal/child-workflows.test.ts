import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Execution, Usage } from '../../contracts/entities';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import { createEngineRig, type EngineRig, toLines } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A', instructions: 'I am A' }, { name: 'B', instructions: 'I am B' });
  const text = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
  await rig.workflows(
    { name: 'Inner', root: { id: 'inner', type: 'sequential', steps: [a, b] } },
    { name: 'Middle', root: { id: 'middle', type: 'sequential', steps: [a, { id: 'deep', type: 'workflow', workflow: 'Inner' }] } },
    { name: 'Scored', root: { ...a, output: text } },
    { name: 'Mapped', root: { id: 'each', type: 'map', over: '[1, 2]', body: a } },
    { name: 'Strict', inputSchema: text, root: a },
  );
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

type ChildRun = ReturnType<EngineRig['runOf']>;

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const runs = (workflow: string, id = 'w'): StepInput => ({ id, type: 'workflow', workflow });

const childrenOf = async (parentId: string): Promise<Execution[]> => {
  const page = await rig.executions.list(LOCAL_ORGANIZATION, { parentId }, { limit: 200 });
  if (page === 'invalidCursor') throw new Error('unreachable');
  return page.items;
};
const onlyChildOf = async (parentId: string): Promise<ChildRun & { execution: Execution }> => {
  const [execution, ...others] = await childrenOf(parentId);
  if (execution === undefined || others.length > 0) throw new Error(`${parentId} has not one child`);
  return { ...rig.runOf(execution.id), execution };
};
const calls = (count: number): Partial<Usage> => ({ calls: count, wastedCalls: 0 });

it('runs a workflow as an execution of its own, whose usage counts for its parent', async () => {
  rig.model.setBehaviour(({ messages }) => ({ text: `${messages[0]?.content} heard ${messages.at(-1)?.content}` }));
  const run = await rig.start({ id: 'row', type: 'sequential', steps: [runs('Inner'), b] }, 'hello');
  const { execution, events, requests } = await run.finished();
  const child = await onlyChildOf(run.id);
  const text = 'I am B heard I am A heard hello';
  expect(child.execution).toMatchObject({
    name: 'Inner',
    status: 'completed',
    input: 'hello',
    output: { text },
    parent: { executionId: run.id, stepPath: 'row/w' },
    usage: calls(2),
  });
  expect(execution).toMatchObject({ status: 'completed', output: { text: `I am B heard ${text}` }, usage: calls(3) });
  expect(execution.usage.inputTokens).toBeGreaterThan(child.execution.usage.inputTokens);
  expect(Object.keys(requests)).toEqual(['row/b:m1']);
  expect(events).toContainEqual(expect.objectContaining({ type: 'childStarted', stepPath: 'row/w', childExecutionId: child.id }));
  expect(toLines(events)).toEqual([
    'executionStarted',
    'stepStarted row',
    'stepStarted row/w',
    'childStarted row/w',
    'stepCompleted row/w',
    'superstepCommitted row/w',
    'stepStarted row/b',
    'messageAdded user row/b[0]',
    'messageAdded assistant row/b[1]',
    'stepCompleted row/b',
    'superstepCommitted row/b',
    'stepCompleted row',
    'executionEnded',
  ]);
  const { events: own } = await child.finished();
  expect(own.at(-1)).toMatchObject({ type: 'executionEnded', status: 'completed', usage: calls(2) });
  expect((await child.handle.describe()).type).toBe('sequential');
});

it('is the root, is nested, and shows top-level executions only unless a parent is named', async () => {
  const run = await rig.start(runs('Middle'));
  const { execution } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: calls(3) });
  const middle = await onlyChildOf(run.id);
  const inner = await onlyChildOf(middle.id);
  expect(middle.execution.usage).toMatchObject(calls(3));
  expect(inner.execution).toMatchObject({ usage: calls(2), parent: { executionId: middle.id, stepPath: 'middle/deep' } });
  const listed = await rig.executions.list(LOCAL_ORGANIZATION, {}, { limit: 200 });
  const ids = listed === 'invalidCursor' ? [] : listed.items.map(({ id }) => id);
  expect(ids).toContain(run.id);
  expect(ids).not.toContain(middle.id);
});

it('gives the data of the child with its id, and data that is no object as value', async () => {
  rig.model.setBehaviour({ text: '{"text":"x"}' });
  const scored = await rig.run(runs('Scored'));
  expect(scored.execution.output).toEqual({
    text: '{"text":"x"}',
    data: { text: 'x', executionId: (await onlyChildOf(scored.execution.id)).id },
  });
  const mapped = await rig.run(runs('Mapped'));
  expect(mapped.execution.output?.data).toEqual({
    value: [expect.objectContaining({ index: 0 }), expect.objectContaining({ index: 1 })],
    executionId: (await onlyChildOf(mapped.execution.id)).id,
  });
});

it('gives the child the JSON that its inputSchema asks for, and fails the step when the input does not fit', async () => {
  const fits = await rig.start({ ...runs('Strict'), input: '{"text": "{{ input }}"}' }, 'hello');
  expect((await fits.finished()).execution.status).toBe('completed');
  expect((await onlyChildOf(fits.id)).execution.input).toEqual({ text: 'hello' });
  const { execution, requests } = await rig.run(runs('Strict'), 'hello');
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'invalid_input', stepPath: 'w' } });
  expect(requests).toEqual({});
  expect(await childrenOf(execution.id)).toEqual([]);
});

it('fails with the failure of the child, at its path', async () => {
  rig.model.setBehaviour(({ messages }) => (messages[0]?.content === 'I am B' ? { fail: { status: 400 } } : {}));
  const { execution } = await rig.run({ id: 'row', type: 'sequential', steps: [runs('Inner'), b] });
  expect(execution).toMatchObject({
    status: 'failed',
    error: { code: 'provider_error', stepPath: 'row/w/inner/b' },
    usage: { calls: 1 },
  });
});

it('a parent with ten children cancelled in mid-call: all end cancelled, and no provider call comes afterwards', async () => {
  rig.model.setBehaviour({ stallAfter: 1 });
  const before = rig.model.counts();
  const branches = Array.from({ length: 10 }, (_, index) => runs('Inner', `w${index}`));
  const run = await rig.start({ id: 'ten', type: 'concurrent', branches });
  await rig.model.waitFor(({ requests }) => requests === before.requests + 10);
  await run.handle.cancel();
  const { execution, events } = await run.finished();
  expect(execution).toMatchObject({ status: 'cancelled', usage: { calls: 0, wastedCalls: 10 } });
  const children = await childrenOf(run.id);
  expect(children.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'cancelled'));
  // The parent's end waits for theirs.
  for (const { endedAt } of children) expect(Date.parse(endedAt ?? '')).toBeLessThanOrEqual(Date.parse(execution.endedAt ?? ''));
  expect(toLines(events).filter((line) => line.startsWith('stepCancelled ten/'))).toHaveLength(10);
  await rig.model.waitFor(({ disconnected }) => disconnected === before.disconnected + 10);
  expect(rig.model.counts().requests).toBe(before.requests + 10);
});

it('fails when somebody cancels or terminates the child alone', async () => {
  rig.model.setBehaviour({ stallAfter: 1 });
  const end = async (stop: (child: ChildRun) => Promise<unknown>) => {
    const before = rig.model.counts().requests;
    const run = await rig.start(runs('Inner'));
    await rig.model.waitFor(({ requests }) => requests === before + 1);
    await stop(await onlyChildOf(run.id));
    const { execution } = await run.finished();
    return { execution, child: (await onlyChildOf(run.id)).execution };
  };
  const cancelled = await end(({ handle }) => handle.cancel());
  expect(cancelled).toMatchObject({
    execution: { status: 'failed', error: { code: 'child_cancelled', stepPath: 'w' }, usage: { wastedCalls: 1 } },
    child: { status: 'cancelled' },
  });
  const terminated = await end(({ handle }) => handle.terminate());
  expect(terminated).toMatchObject({
    execution: { status: 'failed', error: { code: 'terminated', stepPath: 'w' }, usage: { wastedCalls: 1 } },
    child: { status: 'failed', error: { code: 'terminated' } },
  });
});

it('ends the child when its step times out, or a sibling fails', async () => {
  rig.model.setBehaviour((request) => (request.messages[0]?.content === 'I am B' ? { fail: { status: 400 } } : { stallAfter: 1 }));
  const late = await rig.run({ ...runs('Inner'), timeout: '500ms' });
  expect(late.execution).toMatchObject({ status: 'failed', error: { code: 'step_timeout', stepPath: 'w' } });
  expect((await onlyChildOf(late.execution.id)).execution.status).toBe('cancelled');
  const beside = await rig.run({ id: 'all', type: 'concurrent', branches: [runs('Inner'), b] });
  expect(beside.execution).toMatchObject({ status: 'failed', error: { code: 'provider_error', stepPath: 'all/b' } });
  for (const { status } of await childrenOf(beside.execution.id)) expect(status).toBe('cancelled');
});

it('a retry answers a child that had ended from the tape, and goes on in one that had not', async () => {
  const root: StepInput = { id: 'all', type: 'concurrent', branches: [runs('Scored', 'done'), runs('Inner', 'open')] };
  rig.model.setBehaviour(({ messages }) => (messages[0]?.content === 'I am B' ? { stallAfter: 1 } : { text: '{"text":"x"}' }));
  const openB = (made: object) => Object.keys(made).filter((call) => call.endsWith('/inner/b:m1')).length;
  const before = openB(rig.model.counts().calls);
  const source = await rig.start(root);
  await waitUntil(async () => (await source.feed()).some(({ type }) => type === 'superstepCommitted'), 20_000, 'no child ended');
  await rig.model.waitFor(({ calls: made }) => openB(made) === before + 1);
  await source.handle.cancel();
  await source.finished();
  rig.model.setBehaviour({ text: '{"text":"y"}' });
  const fork = await rig.retry(source);
  const { execution, events } = await fork.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: calls(1) });
  const [child, ...others] = await childrenOf(fork.id);
  expect([child?.parent, others]).toEqual([{ executionId: fork.id, stepPath: 'all/open' }, []]);
  const of = (id: string) =>
    events.flatMap((event) => (event.type === 'childStarted' && event.stepPath === id ? [event.childExecutionId] : []));
  expect(of('all/open').at(-1)).toBe(child?.id);
  expect(execution.output?.data).toMatchObject([{ data: { text: 'x', executionId: of('all/done')[0] } }, { text: '{"text":"y"}' }]);
});

it('is to end when the workflow of its parent was terminated', async () => {
  rig.model.setBehaviour({ stallAfter: 1 });
  const before = rig.model.counts().requests;
  const run = await rig.start(runs('Inner'));
  await rig.model.waitFor(({ requests }) => requests === before + 1);
  const child = await onlyChildOf(run.id);
  await run.handle.terminate();
  const shallEnd = async () => (await rig.executions.listOpen(200)).find(({ executionId }) => executionId === child.id)?.cancelRequested;
  expect(await shallEnd()).toBe(false);
  // What the sweeper does with a row whose workflow has closed, and then with its children.
  await rig.executions.close(LOCAL_ORGANIZATION, run.id, [], { status: 'failed', error: { code: 'terminated', message: '' } });
  expect(await shallEnd()).toBe(true);
  await child.handle.cancel();
  expect((await child.finished()).execution.status).toBe('cancelled');
  await waitUntil(async () => (await rig.executions.get(LOCAL_ORGANIZATION, run.id))?.usage.wastedCalls === 1, 5_000, 'not counted');
});
