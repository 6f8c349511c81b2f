import type { Approval } from '../../contracts/approvals';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Json, JsonObject } from '../../contracts/json';
import type { NewDecision } from '../../contracts/ports/approval-store';
import { type ToolContext, type ToolDefinition, ToolError } from '../../contracts/ports/tool';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { ChatRequest } from '../fakes/openai/behaviour';
import { decideApproval } from '../harness/decide-approval';
import { createEngineRig, type EngineRig, type Run, toLines } from '../harness/engine-rig';

type Runs = { arguments: JsonObject; key: string }[];

/** Every run of a tool; each test looks at its own. */
let runs: Runs = [];
let run: (toolArguments: JsonObject, context: ToolContext) => Promise<unknown>;

const tool = (id: string, more: Partial<ToolDefinition> = {}): ToolDefinition => ({
  id,
  description: 'Does what the test says.',
  inputSchema: { type: 'object', properties: { amount: { type: 'integer' } }, additionalProperties: false },
  repeat: 'pure',
  async run(toolArguments, context) {
    runs.push({ arguments: toolArguments, key: context.key });
    return (await run(toolArguments, context)) as Json;
  },
  ...more,
});

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig({
    tools: [
      tool('pay'),
      tool('spend'),
      tool('note', { inputSchema: { type: 'object', properties: { text: {} }, additionalProperties: false } }),
      tool('once', { repeat: 'unsafe', timeout: '200ms' }),
    ],
  });
  await rig.agents(
    { name: 'A', instructions: 'A' },
    { name: 'Careful', tools: ['pay'], approvals: [{ tool: 'pay', assignees: ['role:finance'] }] },
    { name: 'Judging', tools: ['pay'], approvals: [{ tool: 'pay', when: { expression: 'arguments.amount > 100' } }] },
    { name: 'Asking', tools: ['once'], approvals: [{ tool: 'once', when: 'never', onUnknownOutcome: 'ask' }] },
    { name: 'Failing', tools: ['once'] },
  );
});
afterAll(() => rig.close());
beforeEach(() => {
  runs = [];
  run = async ({ amount = null }) => ({ paid: amount });
  rig.model.setBehaviour({});
});

const ask = { id: 'ask', type: 'approval', prompt: 'Send "{{ input }}"?' } as const;
const after = { id: 'after', type: 'agent', agent: 'A', input: '{{ steps.ask.data.decision }}: {{ steps.ask.text }}' } as const;
const row = (...steps: StepInput[]): StepInput => ({ id: 'row', type: 'sequential', steps });
const agent = (name: string): StepInput => ({ id: 'work', type: 'agent', agent: name });
const call = (...amounts: number[]) =>
  rig.model.setBehaviour({ toolCalls: amounts.map((amount) => ({ tool: 'pay', arguments: { amount } })) });
const told = () =>
  ((rig.model.requests.at(-1)?.body ?? { messages: [] }) as ChatRequest).messages.flatMap(({ role, content }) =>
    role === 'tool' ? [content] : [],
  );

/** What waits in an execution, oldest first, once so many do. */
async function pending(of: Run, count: number): Promise<Approval[]> {
  let items: Approval[] = [];
  const enough = async () => {
    const filter = { executionId: of.id, status: ['pending' as const] };
    const page = await rig.executions.listApprovals(LOCAL_ORGANIZATION, filter, { limit: 200 });
    items = page === 'invalidCursor' ? [] : page.items.toReversed();
    return items.length === count;
  };
  await waitUntil(enough, 20_000, `There are not ${count} approvals`);
  return items;
}

/** All that an execution has asked, oldest first. */
async function allOf(of: Run): Promise<Approval[]> {
  const page = await rig.executions.listApprovals(LOCAL_ORGANIZATION, { executionId: of.id }, { limit: 200 });
  return page === 'invalidCursor' ? [] : page.items.toReversed();
}

const decide = (of: Run, { id }: Approval, made?: Partial<NewDecision>) => decideApproval(rig, of, id, made);

describe('an approval step', () => {
  it('asks, waits, and gives the decision and the comment', async () => {
    const started = await rig.start(row(ask, after), 'this text');
    const [asked] = (await pending(started, 1)) as [Approval];
    expect(asked).toMatchObject({ kind: 'step', prompt: 'Send "this text"?', stepPath: 'row/ask', deadline: null });
    await decide(started, asked, { comment: 'Fine', form: { n: 1 } });
    const { execution, messages, events } = await started.finished();
    expect(execution.status).toBe('completed');
    expect(messages[0]?.text).toBe('approve: Fine');
    expect(toLines(events).filter((line) => line.includes('row/ask'))).toEqual([
      'stepStarted row/ask',
      'approvalRequested row/ask',
      'approvalDecided row/ask',
      'stepCompleted row/ask',
      'superstepCommitted row/ask',
    ]);
  });

  it('is carried out when a worker is back, though none lived when it was decided', async () => {
    const started = await rig.start(row(ask, after), 'this text');
    const [asked] = (await pending(started, 1)) as [Approval];
    await rig.withoutWorker(async () => {
      expect(await decide(started, asked, { comment: 'Meanwhile', form: { n: 1 } })).toBe('decided');
    });
    const { execution, messages } = await started.finished();
    expect(execution.status).toBe('completed');
    expect(messages[0]?.text).toBe('approve: Meanwhile');
  });

  it('completes with a no, too, and as the root', async () => {
    const started = await rig.start(ask);
    const [asked] = (await pending(started, 1)) as [Approval];
    await decide(started, asked, { decision: 'reject', comment: 'Not yet', form: { n: 1 } });
    const { execution } = await started.finished();
    expect(execution).toMatchObject({
      status: 'completed',
      output: { text: 'Not yet', data: { decision: 'reject', by: 'ann', form: { n: 1 }, at: expect.any(String) } },
    });
  });

  it.each([
    ['approve' as const, { status: 'completed', output: { data: { decision: 'approve', by: 'timeout' } } }],
    ['reject' as const, { status: 'completed', output: { data: { decision: 'reject', by: 'timeout' } } }],
    ['fail' as const, { status: 'failed', error: { code: 'approval_expired', stepPath: 'ask' } }],
    [undefined, { status: 'failed', error: { code: 'approval_expired' } }],
  ])('does at its deadline what it says: %s', async (onTimeout, ending) => {
    const { execution, events } = await rig.run({ ...ask, timeout: '50ms', onTimeout });
    expect(execution).toMatchObject(ending);
    expect(events.filter(({ type }) => type === 'approvalExpired')).toHaveLength(1);
  });

  it('asks others too after a time', async () => {
    const started = await rig.start({ ...ask, assignees: ['ann'], escalation: { after: '50ms', to: ['role:boss'] }, timeout: '1h' });
    const escalated = async () => (await started.feed()).some(({ type }) => type === 'approvalEscalated');
    await waitUntil(escalated, 20_000, 'Nobody else was asked');
    const [asked] = (await pending(started, 1)) as [Approval];
    expect(asked.assignees).toEqual(['ann', 'role:boss']);
    await decide(started, asked);
    expect((await started.finished()).execution.status).toBe('completed');
  });

  it('has one winner when a decision and the deadline come at once', async () => {
    const started = await Promise.all(
      Array.from({ length: 6 }, () => rig.start({ ...ask, timeout: '300ms', onTimeout: 'reject', assignees: [] })),
    );
    const ends = await Promise.all(
      started.map(async (one) => {
        const [asked] = (await pending(one, 1)) as [Approval];
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(asked.deadline ?? '') - Date.now())));
        const outcome = await decide(one, asked).catch(() => 'ended');
        return { outcome, asked, ...(await one.finished()) };
      }),
    );
    for (const { asked, execution, events } of ends) {
      const standing = await rig.executions.getApproval(LOCAL_ORGANIZATION, asked.id);
      expect(execution.output?.data).toMatchObject({ decision: standing?.decision?.decision, by: standing?.decision?.by });
      expect(events.filter(({ type }) => type === 'approvalDecided' || type === 'approvalExpired')).toHaveLength(1);
    }
  });

  it('is withdrawn when nothing waits for it any more', async () => {
    const started = await rig.start({ ...row(ask), timeout: '400ms' });
    const [asked] = (await pending(started, 1)) as [Approval];
    const { execution, events } = await started.finished();
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'step_timeout' } });
    expect(toLines(events)).toContain('approvalCancelled row/ask');
    expect(await decide(started, asked).catch(() => 'ended')).toBe('lost');
    expect(await rig.executions.getApproval(LOCAL_ORGANIZATION, asked.id)).toMatchObject({ status: 'cancelled' });
  });

  it('is decided in any order in parallel branches, each by its own answer', async () => {
    const branches = ['a', 'b', 'c', 'd'].map((id) => ({ ...ask, id, prompt: id }));
    const started = await rig.start({ id: 'all', type: 'concurrent', branches });
    const asked = await pending(started, 4);
    for (const { prompt } of asked.toReversed()) {
      const one = asked.find((other) => other.prompt === prompt) as Approval;
      await decide(started, one, { comment: `said of ${prompt}` });
    }
    const { execution } = await started.finished();
    expect(execution.output?.text.split('\n\n')).toEqual(['said of a', 'said of b', 'said of c', 'said of d']);
  });
});

it('has the decisions of steps that had completed in a fork, and asks anew for the others', async () => {
  const source = await rig.start(row(ask, { ...ask, id: 'again' }));
  const [first] = (await pending(source, 1)) as [Approval];
  await decide(source, first, { comment: 'kept' });
  await waitUntil(async () => (await pending(source, 1))[0]?.stepPath === 'row/again', 20_000, 'It did not go on');
  const fork = await rig.fork(source, 1);
  const [anew] = (await pending(fork, 1)) as [Approval];
  const [standing] = (await pending(source, 1)) as [Approval];
  expect([anew.stepPath, anew.executionId]).toEqual(['row/again', fork.id]);
  expect(anew.id).not.toBe(standing.id);
  expect(await allOf(fork)).toMatchObject([{ stepPath: 'row/ask', decision: { comment: 'kept' } }, anew]);
  await decide(fork, anew, { comment: 'of the fork' });
  expect((await fork.finished()).execution).toMatchObject({ status: 'completed', output: { text: 'of the fork' } });
  expect(await pending(source, 1)).toEqual([standing]);
  await source.handle.cancel();
  expect((await source.finished()).execution.status).toBe('cancelled');
  expect(await rig.executions.getApproval(LOCAL_ORGANIZATION, standing.id)).toMatchObject({ status: 'cancelled' });
});

it('is not asked again about a call that was made, or that it was decided about, in a fork and in a retry', async () => {
  call(7);
  run = () => Promise.reject(new ToolError('bank_closed', 'the bank is closed'));
  const pay: StepInput = { id: 'pay', type: 'tool', tool: 'pay', arguments: { amount: 7 }, approval: {} };
  const source = await rig.start(row(agent('Careful'), pay));
  await decide(source, (await pending(source, 1))[0] as Approval);
  await waitUntil(async () => (await pending(source, 1))[0]?.stepPath === 'row/pay', 20_000, 'It did not go on');
  await decide(source, (await pending(source, 1))[0] as Approval);
  expect((await source.finished()).execution).toMatchObject({ status: 'failed', error: { stepPath: 'row/pay' } });
  const made = await allOf(source);

  const edited = await rig.fork(source, 1, [{ type: 'toolResult', callId: 'row/work:t1.1', result: 'paid' }]);
  const [asked] = (await pending(edited, 1)) as [Approval];
  expect(asked.stepPath).toBe('row/pay');
  expect(told()).toEqual(['paid']);
  expect((await allOf(edited)).map(({ stepPath, status }) => [stepPath, status])).toEqual([
    ['row/work', 'approved'],
    ['row/pay', 'pending'],
  ]);
  await edited.handle.cancel();
  await edited.finished();

  run = async ({ amount = null }) => ({ paid: amount });
  const retried = await rig.retry(source);
  // What failed was the answer, so that is asked for again, of the person too.
  await decide(retried, (await pending(retried, 1))[0] as Approval);
  const { execution, events } = await retried.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { data: { paid: 7 } }, usage: { calls: 0 } });
  const ids = new Set(events.flatMap((event) => ('approvalId' in event ? [event.approvalId] : [])));
  expect((await allOf(retried)).map(({ id }) => id)).toEqual([...ids]);
  expect(await allOf(source)).toEqual(made);
});

it('makes the execution wait until one of its branches goes on', async () => {
  call(3);
  const started = await rig.start({ id: 'all', type: 'concurrent', branches: [{ ...ask, prompt: 'first' }, agent('Careful')] });
  const asked = await pending(started, 2);
  const status = async () => (await rig.executions.get(LOCAL_ORGANIZATION, started.id))?.status;
  await waitUntil(async () => (await status()) === 'waiting', 20_000, 'The execution does not wait');
  for (const one of asked) expect(await decide(started, one)).toBe('decided');
  const { events } = await started.finished();
  expect(events.flatMap((event) => (event.type === 'statusChanged' ? [event.status] : [])).slice(0, 2)).toEqual(['waiting', 'running']);
});

describe('a tool call that needs an approval', () => {
  it('runs once, with the arguments that were shown', async () => {
    call(7);
    const started = await rig.start(agent('Careful'));
    const [asked] = (await pending(started, 1)) as [Approval];
    expect(asked).toMatchObject({ kind: 'tool', tool: 'pay', arguments: { amount: 7 }, callId: 'work:t1.1', assignees: ['role:finance'] });
    expect(asked.argumentsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(runs).toEqual([]);
    await decide(started, asked);
    expect((await started.finished()).execution.status).toBe('completed');
    expect(runs).toEqual([{ arguments: { amount: 7 }, key: `${started.id}/work:t1.1` }]);
    expect(told()).toEqual(['{"paid":7}']);
  });

  it('runs with edited arguments, and the feed says so', async () => {
    call(7);
    const started = await rig.start(agent('Careful'));
    await decide(started, (await pending(started, 1))[0] as Approval, { arguments: { amount: 1 } });
    const { events } = await started.finished();
    expect(runs.map((one) => one.arguments)).toEqual([{ amount: 1 }]);
    expect(events.find(({ type }) => type === 'toolCalled')).toMatchObject({ arguments: { amount: 1 } });
  });

  it('does not run when a person says no, and the model reads why', async () => {
    call(7);
    const started = await rig.start(agent('Careful'));
    await decide(started, (await pending(started, 1))[0] as Approval, { decision: 'reject', comment: 'Too much' });
    expect((await started.finished()).execution.status).toBe('completed');
    expect(runs).toEqual([]);
    expect(told()).toEqual(['Error (rejected): ann said no: Too much']);
  });

  it('is asked about where its expression over the arguments is true or cannot judge', async () => {
    call(100);
    await rig.run(agent('Judging'));
    expect(runs).toHaveLength(1);
    rig.model.setBehaviour({
      toolCalls: [
        { tool: 'pay', arguments: { amount: 101 } },
        { tool: 'pay', arguments: {} },
        { tool: 'pay', arguments: { amount: 'wrong' } },
      ],
    });
    const started = await rig.start(agent('Judging'));
    const asked = await pending(started, 2);
    expect(asked.map((one) => one.arguments)).toEqual(expect.arrayContaining([{ amount: 101 }, {}]));
    for (const one of asked) await decide(started, one, { decision: 'reject' });
    await started.finished();
    expect(told()[2]).toContain('invalid_arguments');
    expect(runs).toHaveLength(1);
  });

  it('twice in one node: nothing is executed again', async () => {
    call(1, 2);
    const started = await rig.start(agent('Careful'));
    const [first, second] = (await pending(started, 2)) as [Approval, Approval];
    await decide(started, second);
    await waitUntil(async () => runs.length === 1, 20_000, 'The second did not run');
    expect(await pending(started, 1)).toEqual([first]);
    await decide(started, first);
    const { requests, events } = await started.finished();
    expect(requests).toEqual({ 'work:m1': 1, 'work:m2': 1 });
    expect(runs).toHaveLength(2);
    expect(events.filter(({ type }) => type === 'approvalRequested')).toHaveLength(2);
  });

  it('with the same tool and arguments as another gets its own answer; one answer never settles both', async () => {
    call(5, 5);
    const started = await rig.start(agent('Careful'));
    const [first, second] = (await pending(started, 2)) as [Approval, Approval];
    expect(first.argumentsHash).toBe(second.argumentsHash);
    expect(first.id).not.toBe(second.id);
    const byCall = (id: string) => (first.callId === id ? first : second);
    await decide(started, byCall('work:t1.1'), { decision: 'reject', comment: 'Only once' });
    expect(await pending(started, 1)).toEqual([byCall('work:t1.2')]);
    await decide(started, byCall('work:t1.2'), { arguments: { amount: 6 } });
    await started.finished();
    expect(told()).toEqual(['Error (rejected): ann said no: Only once', '{"paid":6}']);
    expect(runs.map((one) => one.arguments)).toEqual([{ amount: 6 }]);
  });

  it('of a tool step is asked about with its rendered arguments; a no fails the step', async () => {
    const step: StepInput = { id: 'spend', type: 'tool', tool: 'spend', arguments: { amount: '{{ input }}' }, approval: {} };
    const started = await rig.start(step, 9);
    const [asked] = (await pending(started, 1)) as [Approval];
    expect(asked).toMatchObject({ arguments: { amount: 9 }, tool: 'spend', kind: 'tool' });
    await decide(started, asked);
    expect((await started.finished()).execution).toMatchObject({ status: 'completed', output: { data: { paid: 9 } } });
    const refused = await rig.start(step, 9);
    await decide(refused, (await pending(refused, 1))[0] as Approval, { decision: 'reject' });
    expect((await refused.finished()).execution).toMatchObject({
      status: 'failed',
      error: { code: 'approval_rejected', stepPath: 'spend' },
    });
    const free = await rig.run({ ...step, approval: { when: { expression: 'arguments.amount > 9' } } }, 9);
    expect(free.execution.status).toBe('completed');
    expect(runs).toHaveLength(2);
  });
});

describe('a tool step whose templates give something else by the time it is decided', () => {
  it('runs with what was approved, which is a promise', async () => {
    const dated: StepInput = { id: 'spend', type: 'tool', tool: 'note', arguments: { text: "{{ 'now' | date: '%s' }}" }, approval: {} };
    const started = await rig.start(dated);
    const [asked] = (await pending(started, 1)) as [Approval];
    const clock = String((asked.arguments as { text: string }).text);
    await waitUntil(() => String(Math.floor(Date.now() / 1_000)) !== clock, 5_000, 'The clock stands still');
    await decide(started, asked);
    expect((await started.finished()).execution).toMatchObject({ status: 'completed' });
    expect(runs.map((one) => one.arguments)).toEqual([asked.arguments]);
  });
});

describe('a call of an unsafe tool of which nobody knows what it did', () => {
  const hang = () => new Promise(() => undefined);
  const callOnce = () => rig.model.setBehaviour({ toolCalls: [{ tool: 'once', arguments: { amount: 1 } }] });
  const inDoubt = async () => {
    callOnce();
    run = hang;
    const started = await rig.start(agent('Asking'));
    const [asked] = (await pending(started, 1)) as [Approval];
    expect(asked).toMatchObject({ kind: 'inDoubt', tool: 'once', arguments: { amount: 1 }, callId: 'work:t1.1' });
    return { started, asked };
  };

  it('fails the execution where nothing else is said', async () => {
    callOnce();
    run = hang;
    const { execution } = await rig.run(agent('Failing'));
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'tool_outcome_unknown' } });
    expect(runs).toHaveLength(1);
  });

  it('happened, a person says, and gave this', async () => {
    const { started, asked } = await inDoubt();
    await decide(started, asked, { decision: 'happened', result: { paid: 1 } });
    const { execution, requests } = await started.finished();
    expect(execution.status).toBe('completed');
    expect(told()).toEqual(['{"paid":1}']);
    expect(requests).toEqual({ 'work:m1': 1, 'work:m2': 1 });
    expect(runs).toHaveLength(1);
  });

  it('runs again only when a person says so, and may be in doubt again', async () => {
    const { started, asked } = await inDoubt();
    await decide(started, asked, { decision: 'runAgain' });
    await waitUntil(async () => runs.length === 2, 20_000, 'It did not run again');
    const again = async () => (await pending(started, 1))[0]?.id !== asked.id;
    await waitUntil(again, 20_000, 'It is not in doubt again');
    run = async () => 'done';
    await decide(started, (await pending(started, 1))[0] as Approval, { decision: 'runAgain' });
    expect((await started.finished()).execution.status).toBe('completed');
    expect(runs).toHaveLength(3);
    expect(told()).toEqual(['done']);
  });

  it('fails the step when a person says so', async () => {
    const { started, asked } = await inDoubt();
    await decide(started, asked, { decision: 'fail' });
    expect((await started.finished()).execution).toMatchObject({ status: 'failed', error: { code: 'tool_outcome_unknown' } });
    expect(runs).toHaveLength(1);
  });

  it.each(['Asking', 'Failing'])('is not made again when its worker dies between noting that and reporting it (%s)', async (name) => {
    callOnce();
    run = hang;
    const { endAttempt } = rig.executions;
    let deaths = 0;
    rig.executions.endAttempt = async (...given) => {
      await endAttempt(...given);
      deaths++;
      if (deaths === 1) throw new Error('The worker died');
    };
    try {
      const started = await rig.start({ ...agent(name), retry: { initialInterval: '10ms' } } as StepInput);
      if (name === 'Asking') {
        const [asked] = (await pending(started, 1)) as [Approval];
        await decide(started, asked, { decision: 'happened', result: 'done' });
      }
      const { execution } = await started.finished();
      expect(execution.status).toBe(name === 'Asking' ? 'completed' : 'failed');
      expect(execution.error?.code).toBe(name === 'Asking' ? undefined : 'tool_outcome_unknown');
      expect(deaths).toBeGreaterThan(0);
      expect(runs).toHaveLength(1);
    } finally {
      rig.executions.endAttempt = endAttempt;
    }
  });
});
