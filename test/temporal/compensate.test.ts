import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Json } from '../../contracts/json';
import { type ToolDefinition, ToolError } from '../../contracts/ports/tool';
import type { StepInput } from '../../contracts/steps';
import { createEngineRig, type EngineRig, type Finished, toLines } from '../harness/engine-rig';

/** What was done, in order. */
let done: string[] = [];
/** `what` of the calls that fail. */
let failing: string[] = [];

const act: ToolDefinition = {
  id: 'act',
  description: 'Does something that can be undone.',
  inputSchema: { type: 'object', properties: { what: { type: 'string' } }, required: ['what'] },
  repeat: 'pure',
  run: async ({ what }) => {
    if (failing.includes(String(what))) throw new ToolError('refused', `No ${what}`);
    done.push(String(what));
    return { done: what } as Json;
  },
};

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig({ tools: [act] });
  await rig.agents({ name: 'A' });
});
afterAll(() => rig.close());
beforeEach(() => {
  done = [];
  failing = [];
  rig.model.setBehaviour({});
});

const plain = (id: string, what = id): StepInput => ({ id, type: 'tool', tool: 'act', arguments: { what } });
const undone = (id: string): StepInput => ({ ...plain(id), compensate: plain(`un${id}`) });
const row = (...steps: StepInput[]): StepInput => ({ id: 'row', type: 'sequential', steps });
const undoingIn = ({ events }: Finished) => toLines(events).filter((line) => /^compensation|\/un/.test(line));

it('undoes what has completed when a later step fails, in reverse order, and tells it in the feed', async () => {
  failing = ['c'];
  const finished = await rig.run(row(undone('a'), plain('x'), undone('b'), undone('c'), undone('d')));
  expect(finished.execution).toMatchObject({ status: 'failed', error: { code: 'tool_failed', stepPath: 'row/c' } });
  expect(done).toEqual(['a', 'x', 'b', 'unb', 'una']);
  expect(undoingIn(finished)).toEqual([
    'compensationStarted row',
    'stepStarted row/b/unb',
    'toolCalled row/b/unb',
    'toolCompleted row/b/unb',
    'stepCompleted row/b/unb',
    'stepStarted row/a/una',
    'toolCalled row/a/una',
    'toolCompleted row/a/una',
    'stepCompleted row/a/una',
    'compensationCompleted row',
  ]);
  const lines = toLines(finished.events);
  expect(lines.indexOf('stepFailed row')).toBeLessThan(lines.indexOf('compensationStarted row'));
  expect(lines.at(-1)).toBe('executionEnded');
  // Nobody goes back into the middle of it.
  expect(lines.filter((line) => line.startsWith('superstepCommitted'))).toHaveLength(3);
});

it('undoes nothing when all completes, and nothing when nothing has', async () => {
  expect((await rig.run(row(undone('a'), undone('b')))).execution.status).toBe('completed');
  expect(done).toEqual(['a', 'b']);
  failing = ['a'];
  const finished = await rig.run(row(undone('a'), undone('b')));
  expect(finished.execution.status).toBe('failed');
  expect(undoingIn(finished)).toEqual([]);
});

it('reads what was done: the text of the step as its input, its data and what came before by id', async () => {
  rig.model.setBehaviour(({ messages }) => ({ text: `heard ${messages.at(-1)?.content}` }));
  failing = ['bad'];
  const undoing: StepInput = {
    id: 'undo',
    type: 'sequential',
    steps: [
      { id: 'ask', type: 'agent', agent: 'A' },
      plain('tell', '{{ steps.first.data.done }} {{ steps.second.text }} {{ input }} {{ steps.ask.text }}'),
    ],
  };
  const second: StepInput = { id: 'second', type: 'agent', agent: 'A', input: 'booked', compensate: undoing };
  const finished = await rig.run(row(plain('first'), second, plain('bad')), 'hello');
  expect(done).toEqual(['first', 'first heard booked hello heard heard booked']);
  expect(finished.execution.status).toBe('failed');
});

it('undoes when the execution is cancelled, and the cancel does not reach what undoes', async () => {
  rig.model.setBehaviour(({ messages }) => (messages.at(-1)?.content === 'stall' ? { stallAfter: 1 } : { firstByteDelayMs: 300 }));
  const slowly: StepInput = { id: 'una', type: 'agent', agent: 'A', input: 'undo' };
  const { requests: before } = rig.model.counts();
  const run = await rig.start(
    row({ ...plain('a'), compensate: slowly }, undone('b'), { id: 'c', type: 'agent', agent: 'A', input: 'stall' }),
  );
  await rig.model.waitFor(({ requests }) => requests === before + 1);
  await run.handle.cancel();
  await rig.model.waitFor(({ requests }) => requests === before + 2);
  // Again, while it undoes.
  await run.handle.cancel();
  const finished = await run.finished();
  expect(finished.execution).toMatchObject({ status: 'cancelled', error: null, usage: { calls: 1, wastedCalls: 1 } });
  expect(done).toEqual(['a', 'b', 'unb']);
  expect(undoingIn(finished).filter((line) => line.startsWith('step'))).toEqual([
    'stepStarted row/b/unb',
    'stepCompleted row/b/unb',
    'stepStarted row/a/una',
    'stepCompleted row/a/una',
  ]);
});

it('begins no other after one that failed, and says which stay as they are', async () => {
  failing = ['bad', 'unb'];
  const finished = await rig.run(row(undone('a'), undone('z'), undone('b'), undone('c'), plain('bad')));
  expect(done).toEqual(['a', 'z', 'b', 'c', 'unc']);
  expect(finished.execution).toMatchObject({
    status: 'failed',
    error: {
      code: 'compensation_failed',
      stepPath: 'row/b/unb',
      message: expect.stringMatching(/No bad.*compensation failed.*No unb.*not begun: those of row\/z, row\/a$/),
    },
  });
  expect(finished.events).toContainEqual(
    expect.objectContaining({
      type: 'compensationFailed',
      stepPath: 'row',
      error: expect.objectContaining({ code: 'tool_failed', stepPath: 'row/b/unb' }),
      notStarted: ['row/z', 'row/a'],
    }),
  );
  expect(toLines(finished.events)).not.toContain('compensationCompleted row');
});

it('fails an execution that was cancelled and cannot be undone', async () => {
  failing = ['una'];
  rig.model.setBehaviour({ stallAfter: 1 });
  const { requests: before } = rig.model.counts();
  const run = await rig.start(row(undone('a'), { id: 'c', type: 'agent', agent: 'A' }));
  await rig.model.waitFor(({ requests }) => requests === before + 1);
  await run.handle.cancel();
  const { execution } = await run.finished();
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'compensation_failed', stepPath: 'row/a/una' } });
});

it('undoes every pass of a loop and every item of a map, and the pattern itself before what is in it', async () => {
  failing = ['bad'];
  const again: StepInput = {
    id: 'again',
    type: 'loop',
    body: { ...plain('p', 'p{{ iteration }}'), compensate: plain('unp', 'unp{{ iteration }}') },
    until: 'iteration == 3',
    maxIterations: 5,
    compensate: plain('unagain'),
  };
  const each: StepInput = {
    id: 'each',
    type: 'map',
    over: '[7, 8]',
    maxParallel: 1,
    body: { ...plain('i', 'i{{ item }}'), compensate: plain('uni', 'uni{{ item }}') },
  };
  await rig.run(row(again, each, plain('bad')));
  expect(done).toEqual(['p1', 'p2', 'p3', 'i7', 'i8', 'uni8', 'uni7', 'unagain', 'unp3', 'unp2', 'unp1']);
});

it('undoes a branch at once whose failure is kept, and no more when a later step fails', async () => {
  failing = ['bad', 'last'];
  const pair: StepInput = { id: 'pair', type: 'sequential', steps: [undone('a'), plain('bad')] };
  const all: StepInput = { id: 'all', type: 'concurrent', branches: [pair, undone('b')], onFailure: 'collect' };
  const kept = await rig.run(row(all, plain('x')));
  expect(kept.execution.status).toBe('completed');
  expect(done.toSorted()).toEqual(['a', 'b', 'una', 'x']);
  expect(undoingIn(kept).filter((line) => line.startsWith('comp'))).toEqual([
    'compensationStarted row/all/pair',
    'compensationCompleted row/all/pair',
  ]);
  done = [];
  await rig.run(row(all, plain('last')));
  expect(done.toSorted()).toEqual(['a', 'b', 'una', 'unb']);
});

it('a kept branch that cannot be undone fails all, and what is left is not begun', async () => {
  failing = ['bad', 'una'];
  const pair: StepInput = { id: 'pair', type: 'sequential', steps: [undone('a'), plain('bad')] };
  const finished = await rig.run(row(undone('z'), { id: 'all', type: 'concurrent', branches: [pair], onFailure: 'collect' }));
  expect(finished.execution).toMatchObject({
    status: 'failed',
    error: { code: 'compensation_failed', stepPath: 'row/all/pair/a/una' },
  });
  expect(finished.execution.error?.message).toMatch(/not begun: those of row\/z$/);
  expect(done).toEqual(['z', 'a']);
});

it('a workflow in a step undoes its own when it is cancelled; what undoes may run one', async () => {
  await rig.workflows(
    {
      name: 'Undoes',
      root: { id: 'inner', type: 'sequential', steps: [undone('a'), { id: 'c', type: 'agent', agent: 'A', input: 'stall' }] },
    },
    { name: 'Undoing', root: plain('un') },
  );
  rig.model.setBehaviour({ stallAfter: 1 });
  const { requests: before } = rig.model.counts();
  const run = await rig.start(
    row(
      { ...plain('z'), compensate: { id: 'unz', type: 'workflow', workflow: 'Undoing' } },
      { id: 'w', type: 'workflow', workflow: 'Undoes' },
    ),
  );
  await rig.model.waitFor(({ requests }) => requests === before + 1);
  await run.handle.cancel();
  expect((await run.finished()).execution.status).toBe('cancelled');
  expect(done).toEqual(['z', 'a', 'una', 'un']);
});

it('a cancel does not reach an execution that undoes, which a step of a failed one runs', async () => {
  await rig.workflows({ name: 'Undoing slowly', root: { id: 'un', type: 'agent', agent: 'A' } });
  rig.model.setBehaviour({ hold: { gate: 'undoing', at: 'beforeFirstByte' } });
  failing = ['bad'];
  const { requests: before } = rig.model.counts();
  const again = { id: 'again', type: 'agent', agent: 'A' } as const;
  const run = await rig.start(
    row(
      {
        ...plain('a'),
        compensate: { id: 'una', type: 'sequential', steps: [{ id: 'w', type: 'workflow', workflow: 'Undoing slowly' }, again] },
      },
      plain('bad'),
    ),
  );
  await rig.model.waitFor(({ requests }) => requests === before + 1);
  await rig.executions.requestCancel(LOCAL_ORGANIZATION, run.id);
  const parts = await rig.executions.list(LOCAL_ORGANIZATION, { parentId: run.id }, { limit: 10 });
  expect(parts).toMatchObject({ items: [{ status: 'running' }] });
  expect(parts === 'invalidCursor' ? [] : parts.items.filter(({ cancelRequestedAt }) => cancelRequestedAt !== undefined)).toEqual([]);
  await run.handle.cancel();
  rig.model.release('undoing');
  const { execution, requests } = await run.finished();
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'tool_failed' } });
  expect(requests).toEqual({ 'row/a/una/again:m1': 1 });
});
