import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Edit } from '../../contracts/edits';
import type { Execution } from '../../contracts/entities';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { Behaviour, ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';

let rig: EngineRig;

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const c = { id: 'c', type: 'agent', agent: 'C' } as const;
const runs = (workflow: string, id = 'w'): StepInput => ({ id, type: 'workflow', workflow });
const row = (...steps: StepInput[]): StepInput => ({ id: 'row', type: 'sequential', steps });

beforeAll(async () => {
  rig = await createEngineRig({
    prices: { 'openai/*': { currency: 'EUR', inputPerMillion: '1', outputPerMillion: '1', maxOutputTokens: 1_000 } },
  });
  await rig.agents({ name: 'A', instructions: 'I am A' }, { name: 'B', instructions: 'I am B' }, { name: 'C', instructions: 'I am C' });
  await rig.workflows(
    { name: 'Inner', root: { id: 'inner', type: 'sequential', steps: [a, b] } },
    { name: 'Middle', root: { id: 'middle', type: 'sequential', steps: [a, { id: 'deep', type: 'workflow', workflow: 'Inner' }] } },
    {
      name: 'Undoing',
      root: { id: 'inner', type: 'sequential', steps: [{ ...a, compensate: { ...c, id: 'undo', input: 'undo' } }, b] },
    },
  );
});
afterAll(() => rig?.close());
beforeEach(() => rig.model.setBehaviour(says));

/** Everybody says who they are and what they heard. */
const says = ({ messages }: ChatRequest): Behaviour => ({ text: `${messages[0]?.content} <${messages.at(-1)?.content}>` });
const isB = ({ messages }: ChatRequest) => messages[0]?.content === 'I am B';

async function childrenOf(parentId: string): Promise<Execution[]> {
  const page = await rig.executions.list(LOCAL_ORGANIZATION, { parentId }, { limit: 200 });
  return page === 'invalidCursor' ? [] : page.items;
}

/** What the fake was asked for an execution and all that is a part of it. */
async function requestsOf(executionId: string): Promise<string[]> {
  const own = rig.model.requests.flatMap(({ call }) => (call.startsWith(`${executionId}/`) ? [call.slice(executionId.length + 1)] : []));
  const children = await Promise.all((await childrenOf(executionId)).map(({ id }) => requestsOf(id)));
  return [...own, ...children.flat()];
}

async function finished(run: Run): Promise<Execution> {
  return (await run.finished()).execution;
}

describe('a retry', () => {
  it('goes on in the child, and in the child of the child, that failed: what they had finished is not paid again', async () => {
    rig.model.setBehaviour((request) => (isB(request) ? { fail: { status: 400 } } : says(request)));
    const source = await rig.start(row(c, runs('Middle')), 'hello');
    expect(await finished(source)).toMatchObject({
      status: 'failed',
      error: { stepPath: 'row/w/middle/deep/inner/b' },
      usage: { calls: 3 },
    });
    const [before] = await childrenOf(source.id);
    rig.model.setBehaviour(says);
    const retried = await rig.retry(source);
    const text = 'I am B <I am A <I am A <I am C <hello>>>>';
    expect(await finished(retried)).toMatchObject({ status: 'completed', output: { text }, usage: { calls: 1, wastedCalls: 0 } });
    expect(await requestsOf(retried.id)).toEqual(['inner/b:m1']);
    const [middle] = await childrenOf(retried.id);
    expect(middle).toMatchObject({ status: 'completed', forkedFrom: { executionId: before?.id, kind: 'retry' }, usage: { calls: 1 } });
    const { events } = await rig.runOf(middle?.id ?? '').finished();
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter(({ type }) => type === 'stepFailed' || type === 'executionStarted')).toHaveLength(1);
    expect((await childrenOf(source.id))[0]).toEqual(before);
  });

  it('begins a child anew that has undone what it did', async () => {
    rig.model.setBehaviour((request) => (isB(request) ? { fail: { status: 400 } } : says(request)));
    const source = await rig.start(row(runs('Undoing')), 'hello');
    expect((await finished(source)).status).toBe('failed');
    rig.model.setBehaviour(says);
    const retried = await rig.retry(source);
    expect((await finished(retried)).status).toBe('completed');
    expect(await requestsOf(retried.id)).toEqual(['inner/a:m1', 'inner/b:m1']);
  });

  it('goes on in children whose parent was cancelled while they ran, each in its own', async () => {
    rig.model.setBehaviour((request) => (isB(request) ? { stallAfter: 1 } : says(request)));
    const each: StepInput = { id: 'each', type: 'map', over: '[1, 2, 3]', body: runs('Inner') };
    const countOf = (calls: object) => Object.keys(calls).filter((call) => call.endsWith('/inner/b:m1')).length;
    const before = countOf(rig.model.counts().calls);
    const source = await rig.start(each);
    await rig.model.waitFor(({ calls }) => countOf(calls) === before + 3);
    await source.handle.cancel();
    expect((await finished(source)).status).toBe('cancelled');
    rig.model.setBehaviour(says);
    const retried = await rig.retry(source);
    expect((await finished(retried)).usage.calls).toBe(3);
    expect(await requestsOf(retried.id)).toEqual(['inner/b:m1', 'inner/b:m1', 'inner/b:m1']);
  });
});

describe('a fork', () => {
  /** A child that has finished `a` and is held in `b`, beside a step that has ended after that. */
  async function withOpenChild(gate: string): Promise<Run> {
    rig.model.setBehaviour((request) => {
      if (isB(request)) return { stallAfter: 1 };
      return request.messages[0]?.content === 'I am C' ? { ...says(request), hold: { gate, at: 'beforeFirstByte' } } : says(request);
    });
    const source = await rig.start({ id: 'all', type: 'concurrent', branches: [runs('Inner'), c] }, 'hello');
    const isInB = async () => {
      const [child] = await childrenOf(source.id);
      const feed = child === undefined ? [] : await rig.runOf(child.id).feed();
      return feed.some(({ type, stepPath }) => type === 'stepStarted' && stepPath === 'inner/b');
    };
    await waitUntil(isInB, 20_000, 'The child did not go on');
    rig.model.release(gate);
    await waitUntil(async () => (await source.feed()).some(({ type }) => type === 'superstepCommitted'), 20_000, 'No superstep closed');
    return source;
  }

  it('goes on in a child that was running at the cut, with the agents that an edit gives it; the original runs on', async () => {
    const source = await withOpenChild('open child');
    rig.model.setBehaviour(says);
    const [plain, edited] = [
      await rig.fork(source, 1),
      await rig.fork(source, 1, [{ type: 'agent', agent: 'B', instructions: 'I am new' }]),
    ];
    expect((await finished(plain)).output?.text).toBe('I am B <I am A <hello>>\n\nI am C <hello>');
    expect((await finished(edited)).output?.text).toBe('I am new <I am A <hello>>\n\nI am C <hello>');
    for (const { id } of [plain, edited]) expect(await requestsOf(id)).toEqual(['inner/b:m1']);
    // Of a fork, once more.
    const again = await rig.fork(plain, 1);
    expect((await finished(again)).output?.text).toBe('I am B <I am A <hello>>\n\nI am C <hello>');
    expect(await requestsOf(again.id)).toEqual(['inner/b:m1']);
    expect((await childrenOf(source.id)).map(({ status }) => status)).toEqual(['running']);
    await source.handle.cancel();
    expect((await finished(source)).status).toBe('cancelled');
  });

  it('with an edit in front of a child runs it anew, behind it not at all, and of its input with that', async () => {
    const source = await rig.start(row(a, runs('Inner'), c), 'hello');
    await finished(source);
    const fork = async (superstep: number, edit: Edit) => {
      const made = await rig.fork(source, superstep, [edit]);
      const { output, usage } = await finished(made);
      return { text: output?.text, calls: usage.calls, requests: await requestsOf(made.id) };
    };
    expect(await fork(1, { type: 'message', messageId: 'row/a/1', text: 'other' })).toEqual({
      text: 'I am C <I am B <I am A <other>>>',
      calls: 3,
      requests: ['row/c:m1', 'inner/a:m1', 'inner/b:m1'],
    });
    expect(await fork(1, { type: 'input', stepPath: 'row/w', input: 'given' })).toMatchObject({ text: 'I am C <I am B <I am A <given>>>' });
    expect(await fork(3, { type: 'message', messageId: 'row/c/0', text: 'asked' })).toEqual({
      text: 'I am C <asked>',
      calls: 1,
      requests: ['row/c:m1'],
    });
  });

  it('refuses edits inside a child, and names what to fork; a fork of the child is an execution of its own', async () => {
    const source = await rig.start(row(a, runs('Middle')), 'hello');
    await finished(source);
    const edits: [Edit, string][] = [
      [{ type: 'input', stepPath: 'row/w/middle/a', input: 'x' }, '/edits/0/stepPath'],
      [{ type: 'message', messageId: 'row/w/middle/deep/inner/a/1', text: 'x' }, '/edits/0/messageId'],
      [{ type: 'toolResult', callId: 'row/w/middle/a:t1.1', result: 1 }, '/edits/0/callId'],
      [{ type: 'answer', stepPath: 'row/w/middle/a', decision: 'approve' }, '/edits/0/stepPath'],
    ];
    for (const [edit, path] of edits) {
      const errors = [{ path, code: 'in_child', message: expect.stringContaining('The step row/w runs an execution of its own') }];
      await expect(rig.fork(source, 1, [edit])).rejects.toMatchObject({ code: 'invalid_edit', errors });
    }
    await expect(rig.fork(source, 2, [{ type: 'input', stepPath: 'row/w', input: 'x' }])).rejects.toMatchObject({
      errors: [{ path: '/edits/0/stepPath', code: 'already_begun' }],
    });
    const [middle] = await childrenOf(source.id);
    const own = await rig.fork({ id: middle?.id ?? '' }, 1, [{ type: 'message', messageId: 'middle/a/1', text: 'other' }]);
    expect(await finished(own)).toMatchObject({ status: 'completed', output: { text: 'I am B <I am A <other>>' } });
    expect((await finished(own)).parent).toBeUndefined();
    expect(await requestsOf(own.id)).toEqual(['inner/a:m1', 'inner/b:m1']);
  });
});

it('a comparison tells children by what they answered, and counts what they used', async () => {
  const compare = async (left: string, right: string) => {
    const page = await rig.executions.compareSteps(LOCAL_ORGANIZATION, [left, right], { limit: 50 });
    if (page === 'invalidCursor') throw new Error('unreachable');
    return { items: page.items, first: await rig.executions.findFirstDifference(LOCAL_ORGANIZATION, [left, right]) };
  };
  const source = await rig.start(row(a, runs('Inner')), 'hello');
  const { usage } = await finished(source);
  const forked = await rig.fork(source, 1, [{ type: 'agent', agent: 'B', instructions: 'I am new' }]);
  await finished(forked);
  const other = await compare(source.id, forked.id);
  expect(other.first).toEqual({ stepPath: 'row/w', what: 'text' });
  expect(other.items.map(({ stepPath, same }) => [stepPath, same])).toEqual([
    ['row', false],
    ['row/a', true],
    ['row/w', false],
  ]);
  expect(other.items[0]?.left?.usage).toEqual(usage);
  expect(other.items[2]).toMatchObject({
    stepType: 'workflow',
    left: { text: 'I am B <I am A <I am A <hello>>>', usage: { calls: 2, cost: { currency: 'EUR' } } },
    right: { text: 'I am new <I am A <I am A <hello>>>', usage: { calls: 2 } },
  });
  const same = await rig.fork(source, 2);
  await finished(same);
  const inherited = await compare(source.id, same.id);
  expect(inherited.first).toBeNull();
  expect(inherited.items[2]?.right).toMatchObject({ usage: { calls: 0 }, inherited: true });

  const without = await rig.start(row(a), 'hello');
  await finished(without);
  const { items, first } = await compare(source.id, without.id);
  expect(first).toEqual({ stepPath: 'row/w', what: 'onlyLeft' });
  expect(items[2]).toMatchObject({ stepPath: 'row/w', right: null, same: false });
  expect((await compare(without.id, source.id)).first).toEqual({ stepPath: 'row/w', what: 'onlyRight' });

  rig.model.setBehaviour((request) => (isB(request) ? { fail: { status: 400 } } : says(request)));
  const failed = await rig.start(row(a, runs('Inner')), 'hello');
  await finished(failed);
  const broken = await compare(source.id, failed.id);
  expect(broken.first).toEqual({ stepPath: 'row/w', what: 'status' });
  expect(broken.items[2]?.right).toMatchObject({ status: 'failed', error: { stepPath: 'row/w/inner/b' }, usage: { calls: 1 } });
});
