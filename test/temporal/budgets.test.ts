import type { Approval } from '../../contracts/approvals';
import type { Budget } from '../../contracts/budget';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { toMilliseconds } from '../../contracts/duration';
import type { FeedEvent } from '../../contracts/events';
import type { PriceList } from '../../contracts/prices';
import { validateValue } from '../../expressions/json-schema';
import { waitUntil } from '../../runtime/wait-until';
import { decideApproval } from '../harness/decide-approval';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';

/** A hundredth a thousand input tokens, a tenth a thousand output tokens. */
const PRICES: PriceList = { 'openai/*': { currency: 'EUR', inputPerMillion: '10', outputPerMillion: '100' } };
const MODEL = { provider: 'openai', name: 'fake', maxOutputTokens: 1_000 };
/** What a call costs that the fake says took 100 and 1,000 tokens. */
const USAGE = { prompt_tokens: 100, completion_tokens: 1_000 };
const CALL = 0.101;

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig({ prices: PRICES });
  await rig.agents({ name: 'A', model: MODEL }, { name: 'Free' });
});
afterAll(() => rig.close());

const agents = (count: number, agent = 'A') =>
  Array.from({ length: count }, (_, n) => ({ id: `s${n + 1}`, type: 'agent' as const, agent }));
const row = (count: number, agent?: string) => ({ id: 'row', type: 'sequential' as const, steps: agents(count, agent) });
const cost = (amount: string, more: Partial<Budget> = {}): Budget => ({ cost: { amount, currency: 'EUR' }, ...more });
const of = <T extends FeedEvent['type']>(events: FeedEvent[], type: T) => events.filter((event) => event.type === type);

async function pending({ id: executionId }: Run, count: number): Promise<Approval[]> {
  let items: Approval[] = [];
  const enough = async () => {
    const page = await rig.executions.listApprovals(LOCAL_ORGANIZATION, { executionId, status: ['pending'] }, { limit: 10 });
    items = page === 'invalidCursor' ? [] : page.items;
    return items.length === count;
  };
  await waitUntil(enough, 20_000, `There are not ${count} approvals`);
  return items;
}

describe('the cost of an execution', () => {
  it('is what its providers reported at the pinned prices, exactly', async () => {
    rig.model.setBehaviour({ usage: { prompt_tokens: 123, completion_tokens: 7 } });
    const { execution, events } = await rig.run(row(3));
    // 3 × (123 × 0.00001 + 7 × 0.0001)
    expect(execution.usage.cost).toEqual({ amount: '0.00579', currency: 'EUR' });
    expect(of(events, 'superstepCommitted')[0]).toMatchObject({ usage: { cost: { amount: '0.00193' } } });
    expect(execution).not.toHaveProperty('budget');
  });
});

describe('a budget of money', () => {
  it('ends the execution before the call that it does not cover, and keeps what was said', async () => {
    rig.model.setBehaviour({ usage: USAGE });
    const { execution, events, messages, requests } = await rig.run(row(9), 'hello', cost('0.5', { warnAt: 0.4 }));
    expect(execution).toMatchObject({
      status: 'budget_exhausted',
      error: { code: 'budget_exhausted', stepPath: 'row/s5', message: expect.stringContaining('0.5 EUR') },
      usage: { calls: 4, cost: { amount: '0.404', currency: 'EUR' } },
      budgetUsed: { cost: { amount: '0.404' }, tokens: 4_400, calls: 4 },
      budgetReserved: { cost: { amount: '0' }, tokens: 0, calls: 0 },
    });
    expect(Object.keys(requests)).toEqual(['row/s1:m1', 'row/s2:m1', 'row/s3:m1', 'row/s4:m1']);
    expect(messages.filter(({ role }) => role === 'assistant')).toHaveLength(4);
    expect(of(events, 'budgetWarning')).toEqual([
      expect.objectContaining({ scope: 'execution', used: expect.objectContaining({ calls: 2 }) }),
    ]);
    expect(of(events, 'budgetExceeded')).toEqual([
      expect.objectContaining({ scope: 'execution', limited: 'cost', limit: '0.5', used: '0.404', currency: 'EUR' }),
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'executionEnded', status: 'budget_exhausted' });
  });

  it('lets calls at the same time wait for each other rather than fail, and is never exceeded', async () => {
    rig.model.setBehaviour({ usage: USAGE, tokenDelayMs: 20 });
    const root = { id: 'all', type: 'concurrent' as const, branches: agents(6) };
    // Room for one at its worst, and for six as they are.
    const { execution, requests } = await rig.run(root, 'hello', cost('0.62'));
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 6, cost: { amount: '0.606' } } });
    expect(Object.values(requests)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('ends branches that it does not cover, after those that were paid for, though failures are collected', async () => {
    rig.model.setBehaviour({ usage: USAGE });
    const root = { id: 'all', type: 'concurrent' as const, branches: agents(6), onFailure: 'collect' as const };
    const { execution, events } = await rig.run(root, 'hello', cost('0.35'));
    expect(execution).toMatchObject({ status: 'budget_exhausted', usage: { calls: 3, wastedCalls: 0 } });
    expect(of(events, 'stepCompleted')).toHaveLength(3);
  });

  it('counts a stream that was cut at its worst, and a request that was refused not at all', async () => {
    rig.model.setBehaviour((_request, { count }) =>
      count === 1 ? { truncate: { after: 1, how: 'reset' } } : count === 2 ? { fail: { status: 503 } } : { usage: USAGE },
    );
    const retry = { initialInterval: '20ms', maxInterval: '20ms' };
    const { execution } = await rig.run({ id: 's1', type: 'agent', agent: 'A', retry }, 'hello', cost('1'));
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 1 }, budgetUsed: { calls: 2 } });
    const used = Number(execution.budgetUsed?.cost?.amount);
    expect(used).toBeGreaterThan(CALL + 0.1);
    expect(used).toBeLessThan(CALL + 0.105);
    expect(Number(execution.usage.cost?.amount)).toBeLessThan(CALL + 0.001);
  });

  it('tells honestly what a provider took beyond its limit, and then calls no more', async () => {
    rig.model.setBehaviour({ usage: { prompt_tokens: 50_000, completion_tokens: 5_000 } });
    const { execution } = await rig.run(row(3), 'hello', cost('0.5'));
    expect(execution).toMatchObject({
      status: 'budget_exhausted',
      usage: { calls: 1, cost: { amount: '1' } },
      budgetUsed: { cost: { amount: '1' } },
    });
  });
});

describe('a budget whose definition asks for more', () => {
  const asks = (amount: string) => cost(amount, { onExceeded: 'ask' });

  it('waits for an approval, goes on with what it gives, and asks again when that is used up', async () => {
    rig.model.setBehaviour({ usage: USAGE });
    const started = await rig.start(row(5), 'hello', asks('0.25'));
    const [first] = (await pending(started, 1)) as [Approval];
    expect(first).toMatchObject({
      kind: 'budget',
      stepPath: 'row/s3',
      prompt: expect.stringContaining('0.25 EUR'),
      arguments: { budgetOf: started.id, limited: 'cost', limit: '0.25', used: '0.202', currency: 'EUR' },
      form: { required: ['cost'] },
    });
    expect((await rig.executions.get(LOCAL_ORGANIZATION, started.id))?.usage.calls).toBe(2);
    await decideApproval(rig, started, first.id, { form: { cost: '0.1' } });
    const [second] = (await pending(started, 1)) as [Approval];
    expect(second).toMatchObject({ stepPath: 'row/s4', arguments: { limit: '0.35', used: '0.303' } });
    await decideApproval(rig, started, second.id, { form: { cost: '1' } });
    const { execution, events, requests } = await started.finished();
    expect(execution).toMatchObject({
      status: 'completed',
      usage: { calls: 5 },
      budget: { cost: { amount: '1.35' } },
      budgetUsed: { calls: 5 },
    });
    expect(Object.values(requests)).toEqual([1, 1, 1, 1, 1]);
    expect(of(events, 'budgetExceeded')).toEqual([]);
  });

  it('ends when the answer is no', async () => {
    rig.model.setBehaviour({ usage: USAGE });
    const started = await rig.start(row(3), 'hello', asks('0.15'));
    const [asked] = (await pending(started, 1)) as [Approval];
    await decideApproval(rig, started, asked.id, { decision: 'reject' });
    const { execution, events } = await started.finished();
    expect(execution).toMatchObject({ status: 'budget_exhausted', usage: { calls: 1 }, budget: { cost: { amount: '0.15' } } });
    expect(of(events, 'budgetExceeded')).toHaveLength(1);
  });

  it('asks whom it names, others after a time, and ends when nobody has answered in time', async () => {
    rig.model.setBehaviour({ usage: USAGE });
    const approval = { assignees: ['role:finance'], timeout: '300ms', escalation: { after: '50ms', to: ['ann'] } };
    const started = await rig.start(row(3), 'hello', cost('0.15', { onExceeded: 'ask', approval }));
    const [asked] = (await pending(started, 1)) as [Approval];
    expect(asked).toMatchObject({ kind: 'budget', assignees: ['role:finance'], deadline: expect.any(String), onTimeout: 'reject' });
    const { execution, events } = await started.finished();
    expect(execution).toMatchObject({ status: 'budget_exhausted', usage: { calls: 1 } });
    expect(of(events, 'approvalEscalated')).toMatchObject([{ to: ['ann'] }]);
    expect(of(events, 'approvalExpired')).toMatchObject([{ decision: 'reject' }]);
  });

  it('asks once for branches that come to the ceiling together', async () => {
    rig.model.setBehaviour({ usage: USAGE });
    const root = {
      id: 'all',
      type: 'concurrent' as const,
      branches: [row(2), { ...row(2), id: 'more', steps: agents(2).map((one) => ({ ...one, id: `t${one.id}` })) }],
    };
    const started = await rig.start(root, 'hello', asks('0.25'));
    const [asked] = (await pending(started, 1)) as [Approval];
    await waitUntil(
      async () => (await rig.executions.get(LOCAL_ORGANIZATION, started.id))?.status === 'waiting',
      20_000,
      'It does not wait',
    );
    await decideApproval(rig, started, asked.id, { form: { cost: '0.3' } });
    expect((await started.finished()).execution).toMatchObject({ status: 'completed', usage: { calls: 4 } });
  });

  it("asks in the child for more of its parent's budget", async () => {
    await rig.workflows({ name: 'Asking part', root: row(2) });
    rig.model.setBehaviour({ usage: USAGE });
    const started = await rig.start({ id: 'part', type: 'workflow', workflow: 'Asking part' }, 'hello', asks('0.15'));
    const isTold = async () => of(await started.feed(), 'childStarted').length === 1;
    await waitUntil(isTold, 20_000, 'The child did not begin');
    const [told] = of(await started.feed(), 'childStarted');
    const child = rig.runOf(told?.type === 'childStarted' ? told.childExecutionId : '') as Run;
    const [asked] = (await pending(child, 1)) as [Approval];
    expect(asked.arguments).toMatchObject({ budgetOf: started.id });
    await decideApproval(rig, child, asked.id, { form: { cost: '0.1' } });
    expect((await started.finished()).execution).toMatchObject({
      status: 'completed',
      usage: { calls: 2 },
      budget: { cost: { amount: '0.25' } },
    });
  });
});

describe('a budget of time that asks for more', () => {
  const within = (time: string): Budget => ({ time, onExceeded: 'ask' });
  const count = { id: 'count', type: 'tool' as const, tool: 'text_statistics', arguments: { text: 'a b' } };

  it('lets the call in flight end, asks before the next one, and gives time from the decision on', async () => {
    // Its four words take longer than there is time.
    rig.model.setBehaviour((_request, { call }) => (call.includes('s1') ? { tokenDelayMs: 300 } : {}));
    const started = await rig.start(row(3), 'hello', within('1s'));
    const [asked] = (await pending(started, 1)) as [Approval];
    expect(asked).toMatchObject({
      kind: 'budget',
      stepPath: 'row/s2',
      arguments: { limited: 'time', limit: '1000' },
      form: { required: ['time'] },
    });
    for (const time of ['0m', '-5m', 'soon', '1.5h', 60]) expect(validateValue(asked.form ?? {}, { time }, '/form')).not.toEqual([]);
    await decideApproval(rig, started, asked.id, { form: { time: '10m' } });
    const { execution, requests, events } = await started.finished();
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 3, wastedCalls: 0 } });
    expect(toMilliseconds(execution.budget?.time ?? '0s')).toBeGreaterThan(601_000);
    expect(Object.values(requests)).toEqual([1, 1, 1]);
    expect(of(events, 'budgetExceeded')).toEqual([]);
  });

  it('asks before a tool is called too, and ends when the answer is no', async () => {
    const root = { ...row(1), steps: [count] };
    const yes = await rig.start(root, 'hello', within('1ms'));
    const [asked] = (await pending(yes, 1)) as [Approval];
    expect(asked).toMatchObject({ stepPath: 'row/count' });
    expect(of(await yes.feed(), 'toolCalled')).toEqual([]);
    await decideApproval(rig, yes, asked.id, { form: { time: '10m' } });
    expect((await yes.finished()).execution).toMatchObject({ status: 'completed', output: { data: { words: 2 } } });
    const no = await rig.start(root, 'hello', within('1ms'));
    const [again] = (await pending(no, 1)) as [Approval];
    await decideApproval(rig, no, again.id, { decision: 'reject' });
    const { execution, events } = await no.finished();
    expect(execution).toMatchObject({ status: 'budget_exhausted', error: { code: 'budget_exhausted', stepPath: 'row/count' } });
    expect(of(events, 'budgetExceeded')).toEqual([expect.objectContaining({ limited: 'time', limit: '1' })]);
  });
});

describe('several budgets that ask', () => {
  it("asks for a child's own and for its parent's, each for itself, and for the organization's month", async () => {
    await rig.workflows({ name: 'Frugal part', root: row(3), budget: { calls: 1, onExceeded: 'ask' } });
    rig.model.setBehaviour({});
    const { used } = await rig.executions.getOrganizationBudget(LOCAL_ORGANIZATION);
    await rig.executions.setOrganizationBudget(LOCAL_ORGANIZATION, { calls: used.calls + 2, onExceeded: 'ask' });
    const root = { id: 'part', type: 'workflow' as const, workflow: 'Frugal part' };
    const started = await rig.start(root, 'hello', { calls: 1, onExceeded: 'ask' });
    await waitUntil(async () => of(await started.feed(), 'childStarted').length === 1, 20_000, 'The child did not begin');
    const [told] = of(await started.feed(), 'childStarted');
    const child = rig.runOf(told?.type === 'childStarted' ? told.childExecutionId : '') as Run;
    const askedFor: object[] = [];
    for (let question = 0; question < 3; question++) {
      const [asked] = (await pending(child, 1)) as [Approval];
      const { scope, budgetOf, limit } = asked.arguments as { scope: string; budgetOf: string; limit: string };
      askedFor.push({
        scope,
        of: budgetOf === started.id ? 'parent' : 'child',
        more: Number(limit) - (scope === 'organization' ? used.calls : 0),
      });
      await decideApproval(rig, child, asked.id, { form: { calls: 5 } });
    }
    expect((await started.finished()).execution).toMatchObject({ status: 'completed', usage: { calls: 3 } });
    expect(askedFor).toEqual([
      { scope: 'execution', of: 'child', more: 1 },
      { scope: 'execution', of: 'parent', more: 1 },
      { scope: 'organization', of: 'child', more: 2 },
    ]);
    const month = await rig.executions.getOrganizationBudget(LOCAL_ORGANIZATION);
    expect(month).toMatchObject({ budget: { calls: used.calls + 2 }, given: { calls: 5, tokens: 0 } });
    expect(await rig.executions.setOrganizationBudget(LOCAL_ORGANIZATION, null)).not.toHaveProperty('given');
  });
});

describe('a budget and a child', () => {
  const child = { id: 'part', type: 'workflow' as const, workflow: 'Part' };

  it("counts the child's calls and cost for the execution that runs it, and ends both", async () => {
    await rig.workflows({ name: 'Part', root: row(2) });
    rig.model.setBehaviour({ usage: USAGE });
    const root = {
      id: 'both',
      type: 'sequential' as const,
      steps: [...agents(2), child, { id: 'after', type: 'agent' as const, agent: 'A' }],
    };
    const enough = await rig.run(root, 'hello', cost('0.51'));
    expect(enough.execution).toMatchObject({
      status: 'completed',
      usage: { calls: 5, cost: { amount: '0.505' } },
      budgetUsed: { calls: 5, cost: { amount: '0.505' } },
    });
    const { execution, events } = await rig.run(root, 'hello', cost('0.35'));
    expect(execution).toMatchObject({
      status: 'budget_exhausted',
      error: { code: 'budget_exhausted', stepPath: 'both/part/row/s2' },
      usage: { calls: 3 },
      budgetUsed: { cost: { amount: '0.303' } },
    });
    expect(of(events, 'budgetExceeded')).toHaveLength(1);
    const [started] = of(events, 'childStarted');
    const part = rig.runOf(started?.type === 'childStarted' ? started.childExecutionId : '');
    expect((await part.finished()).execution).toMatchObject({ status: 'budget_exhausted', usage: { calls: 1, cost: { amount: '0.101' } } });
  });

  it("holds a child's own budget too", async () => {
    await rig.workflows({ name: 'Small part', root: row(3), budget: { calls: 1 } });
    const { execution } = await rig.run({ ...child, workflow: 'Small part' }, 'hello', { calls: 9 });
    expect(execution).toMatchObject({ status: 'budget_exhausted', usage: { calls: 1 }, budgetUsed: { calls: 1 } });
  });
});

describe('a budget of calls or tokens', () => {
  it('ends after so many calls', async () => {
    rig.model.setBehaviour({});
    const { execution, requests } = await rig.run(row(5, 'Free'), 'hello', { calls: 2 });
    expect(execution).toMatchObject({ status: 'budget_exhausted', usage: { calls: 2 }, error: { stepPath: 'row/s3' } });
    expect(Object.keys(requests)).toHaveLength(2);
  });

  it('lets an agent without an output limit write what is left of the tokens, and not more', async () => {
    rig.model.setBehaviour({});
    const { execution } = await rig.run(row(2, 'Free'), 'hello', { tokens: 2_000 });
    expect(execution.status).toBe('completed');
    const limits = rig.model.requests.slice(-2).map(({ body }) => Number(body.max_tokens));
    expect(limits[0]).toBeGreaterThan(1_800);
    expect(limits[0]).toBeLessThan(2_000);
    expect(limits[1]).toBeLessThan(Number(limits[0]) + 1);
  });
});

describe('a budget of time', () => {
  it('stops the call in flight when it is over', async () => {
    rig.model.setBehaviour({ stallAfter: 1 });
    const before = rig.model.counts().disconnected;
    const { execution, events } = await rig.run(row(2), 'hello', { time: '1200ms', warnAt: 0.9 });
    expect(execution).toMatchObject({
      status: 'budget_exhausted',
      error: { code: 'budget_exhausted', message: expect.stringContaining('1200 ms') },
    });
    expect(of(events, 'budgetExceeded')).toEqual([expect.objectContaining({ limited: 'time', limit: '1200' })]);
    expect(of(events, 'budgetWarning')).toHaveLength(1);
    await rig.model.waitFor(({ disconnected }) => disconnected === before + 1);
  });
});
