import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { Behaviour, ChatRequest } from '../fakes/openai/behaviour';
import { decideApproval } from '../harness/decide-approval';
import { createEngineRig, type EngineRig, type Finished, toLines } from '../harness/engine-rig';

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents(
    { name: 'A', instructions: 'I am A', description: 'knows ships', tools: ['text_statistics'] },
    { name: 'B', instructions: 'I am B' },
    { name: 'Boss', instructions: 'I am Boss', tools: ['text_statistics'], output: { type: 'object' } },
  );
});
afterAll(() => rig.close());

const team: StepInput = {
  id: 'team',
  type: 'magentic',
  manager: 'Boss',
  participants: [
    { id: 'ann', agent: 'A' },
    { id: 'bob', agent: 'B' },
  ],
  maxRounds: 10,
  maxStalls: 2,
};

const question = ({ messages }: ChatRequest): string => messages.at(-1)?.content ?? '';
const isBoss = ({ messages }: ChatRequest): boolean => messages[0]?.content === 'I am Boss';

interface Manager {
  /** Progress ledgers, one after the other; the last one stays. */
  ledgers: (object | string)[];
  seen: string[];
}

/** The fake plays the manager by these ledgers; facts, plans and answers are numbered. */
function play(...ledgers: (object | string)[]): Manager {
  const manager: Manager = { ledgers: [...ledgers], seen: [] };
  const counts: Record<string, number> = {};
  const numbered = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
    return { text: `${what} ${counts[what]}` };
  };
  rig.model.setBehaviour((request): Behaviour => {
    if (!isBoss(request)) return { text: `done: ${question(request)}` };
    const asked = question(request);
    manager.seen.push(asked);
    if (asked.includes('How does the work stand?') || asked.startsWith('Your answer cannot be used')) {
      const next = manager.ledgers.length > 1 ? manager.ledgers.shift() : manager.ledgers[0];
      return { text: typeof next === 'string' ? next : JSON.stringify({ ...GOES_ON, ...next }) };
    }
    if (asked.includes('final answer')) return numbered('answer');
    return numbered(/\bplan: a short list|write a new one/i.test(asked) ? 'plan' : 'facts');
  });
  return manager;
}

const GOES_ON = { satisfied: false, progress: true, inLoop: false, next: 'ann', instruction: 'look' };
const said = ({ messages }: Finished, thread = 'team') =>
  messages.filter((message) => message.thread === thread).map(({ role, agent, text }) => `${agent ?? role}: ${text}`);

it('writes facts and a plan, has the team work as it says, and gives the answer', async () => {
  const manager = play({ next: 'bob', instruction: 'find out' }, { next: 'ann', instruction: 'reckon' }, { satisfied: true });
  const finished = await rig.run(team, 'the task');
  expect(finished.execution).toMatchObject({
    status: 'completed',
    output: { text: 'answer 1', data: { rounds: 2, replans: 0, facts: 'facts 1', plan: 'plan 1' } },
    usage: { calls: 8 },
  });
  expect(said(finished)).toEqual([
    'user: the task',
    'user: find out',
    'bob: done: find out',
    'user: reckon',
    'ann: done: reckon',
    'Boss: answer 1',
  ]);
  expect(said(finished, 'team:manager').slice(0, 2)).toEqual(['Boss: facts 1', 'Boss: plan 1']);
  expect(Object.keys(finished.requests)).toEqual([
    'team:facts0',
    'team:plan0',
    'team:progress1.1',
    'team/bob#1:m1',
    'team:progress2.1',
    'team/ann#1:m1',
    'team:progress3.1',
    'team:answer',
  ]);
  // The manager knows its team and its own ledger; its agent's tools and schema are not for this.
  expect(manager.seen[0]).toContain('- ann: knows ships\n- bob\n');
  expect(manager.seen[1]).toContain('What is known:\nfacts 1');
  expect(manager.seen[2]).toContain('The plan:\nplan 1');
  const bodies = rig.model.requests
    .filter(({ call }) => call.startsWith(`${finished.execution.id}/team:`))
    .map(({ body }) => JSON.stringify(body));
  expect(bodies.filter((body) => body.includes('text_statistics'))).toEqual([]);
  expect(toLines(finished.events).filter((line) => line.startsWith('superstep'))).toEqual([
    'superstepCommitted team/bob#1',
    'superstepCommitted team/ann#1',
  ]);
});

it('plans anew after maxStalls rounds in a row without progress, and counts anew', async () => {
  const stalls = { progress: false };
  const manager = play({}, stalls, {}, stalls, { inLoop: true }, {}, stalls, { satisfied: true });
  const finished = await rig.run(team);
  expect(finished.execution.output?.data).toEqual({ rounds: 7, replans: 1, facts: 'facts 2', plan: 'plan 2' });
  // In the round in which it plans anew nobody else acts.
  expect(Object.keys(finished.requests).filter((call) => call.includes('ann#'))).toHaveLength(6);
  const again = manager.seen.findLastIndex((asked) => asked.includes('does not get on'));
  expect(manager.seen[again]).toContain('What is known:\nfacts 1');
  expect(manager.seen[again + 1]).toContain('The plan:\nplan 1');
  expect(manager.seen[again + 1]).toContain('What is known:\nfacts 2');
});

it('completes at maxRounds, also when it does nothing but plan anew', async () => {
  play({ progress: false });
  const stuck = await rig.run({ ...team, maxRounds: 4, maxStalls: 1 } as StepInput);
  expect(stuck.execution).toMatchObject({ status: 'completed', output: { text: 'answer 1', data: { rounds: 4, replans: 3 } } });
  play({});
  const busy = await rig.run({ ...team, maxRounds: 3 } as StepInput);
  expect(busy.execution).toMatchObject({ status: 'completed', output: { data: { rounds: 3, replans: 0 } } });
});

it('completes without anybody’s work when the request is met from the start', async () => {
  play({ satisfied: true });
  const { execution, requests } = await rig.run(team);
  expect(execution.output).toEqual({ text: 'answer 1', data: { rounds: 0, replans: 0, facts: 'facts 1', plan: 'plan 1' } });
  expect(Object.keys(requests)).toHaveLength(4);
});

it('asks for a progress ledger again, at most twice', async () => {
  const manager = play('no JSON', JSON.stringify({ ...GOES_ON, next: 'nobody' }), {}, { satisfied: true });
  const mended = await rig.run(team);
  expect(mended.execution).toMatchObject({ status: 'completed', output: { data: { rounds: 1 } } });
  expect(manager.seen.filter((asked) => asked.startsWith('Your answer cannot be used'))).toHaveLength(2);
  play('never');
  const { execution, requests } = await rig.run(team);
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'manager_invalid', stepPath: 'team' } });
  expect(Object.keys(requests)).toEqual(['team:facts0', 'team:plan0', 'team:progress1.1', 'team:progress1.2', 'team:progress1.3']);
});

it('stands inside other patterns, and templates read its data', async () => {
  play({ satisfied: true });
  const { execution } = await rig.run({
    id: 'row',
    type: 'sequential',
    steps: [team, { id: 'after', type: 'agent', agent: 'B', input: '{{ steps.team.data.plan }} / {{ steps.team.text }}' }],
  });
  expect(execution.output?.text).toBe('done: plan 1 / answer 1');
});

it('is cancelled in the manager’s call, and goes on after a fork with the next call', async () => {
  rig.model.setBehaviour({ stallAfter: 1 });
  const { requests: before } = rig.model.counts();
  const run = await rig.start(team);
  await rig.model.waitFor(({ requests }) => requests === before + 1);
  await run.handle.cancel();
  expect((await run.finished()).execution).toMatchObject({ status: 'cancelled', usage: { wastedCalls: 1 } });
  play({}, {}, {}, { satisfied: true });
  const source = await rig.start(team);
  await source.finished();
  play({}, { satisfied: true });
  const fork = await (await rig.fork(source, 2)).finished();
  expect(fork.execution).toMatchObject({
    status: 'completed',
    output: { data: { rounds: 3, replans: 0, facts: 'facts 1', plan: 'plan 1' } },
  });
  expect(Object.keys(fork.requests)).toEqual(['team:progress3.1', 'team/ann#3:m1', 'team:progress4.1', 'team:answer']);
});

it('begins to work when a person agrees to the plan, and is asked for another one when not; a fork has what they said', async () => {
  const manager = play({}, { satisfied: true });
  const run = await rig.start({ ...team, planReview: true } as StepInput);
  const asked = async () => (await run.feed()).flatMap((event) => (event.type === 'approvalRequested' ? [event] : []));
  const plans = async (count: number) => {
    await waitUntil(async () => (await asked()).length === count, 20_000, `There are not ${count} plans`);
    return (await asked()).at(-1);
  };
  const first = await plans(1);
  expect(first).toMatchObject({ kind: 'plan', stepPath: 'team', prompt: expect.stringContaining('plan 1') });
  await decideApproval(rig, run, first?.approvalId ?? '', { decision: 'reject', comment: 'Bob is on holiday' });
  const second = await plans(2);
  expect(second?.prompt).not.toContain('plan 1');
  expect(manager.seen.at(-1)).toContain('A person did not agree to this plan, and said: Bob is on holiday');
  await decideApproval(rig, run, second?.approvalId ?? '');
  const { execution, requests } = await run.finished();
  expect(execution).toMatchObject({
    status: 'completed',
    output: { data: { rounds: 1, replans: 0, plan: second?.prompt.split('\n\n')[1] } },
  });
  const planned = { 'team:facts0': 1, 'team:plan0': 1, 'team:plan0.1': 1 };
  const after = { 'team:progress2.1': 1, 'team:answer': 1 };
  expect(requests).toEqual({ ...planned, 'team:progress1.1': 1, 'team/ann#1:m1': 1, ...after });
  const fork = await (await rig.fork(run, 1)).finished();
  expect(fork.requests).toEqual(after);
  expect(fork.events.flatMap(({ type }) => (/^approval/.test(type) ? [type] : []))).toEqual([
    'approvalRequested',
    'approvalDecided',
    'approvalRequested',
    'approvalDecided',
  ]);
});

it('asks about its plan whom the definition names, and goes on, or fails, when nobody has answered in time', async () => {
  play({ satisfied: true });
  const review = { assignees: ['role:lead'], timeout: '100ms' };
  const agreed = await rig.start({ ...team, planReview: { ...review, onTimeout: 'approve' } } as StepInput);
  const { execution, events } = await agreed.finished();
  expect(events.find(({ type }) => type === 'approvalRequested')).toMatchObject({ kind: 'plan', assignees: ['role:lead'] });
  expect(execution.status).toBe('completed');
  const failed = await (await rig.start({ ...team, planReview: review } as StepInput)).finished();
  expect(failed.execution).toMatchObject({ status: 'failed', error: { code: 'approval_expired', stepPath: 'team' } });
});

it.each<[string, object, object]>([
  [
    'others who are asked about the plan when it is too late',
    { planReview: { timeout: '1h', escalation: { after: '2h', to: ['boss'] } } },
    { path: '/root/planReview/escalation/after', code: 'invalid_approval' },
  ],
  [
    'a participant twice',
    {
      participants: [
        { id: 'ann', agent: 'A' },
        { id: 'ann', agent: 'B' },
      ],
    },
    { path: '/root/participants/1/id', code: 'duplicate_id' },
  ],
  ['an agent that is not there', { manager: 'Nobody' }, { path: '/root/manager', code: 'unknown_agent' }],
])('refuses %s', async (_name, change, mistake) => {
  await expect(rig.start({ ...team, ...change } as StepInput)).rejects.toMatchObject({
    code: 'invalid_definition',
    errors: [expect.objectContaining(mistake)],
  });
});
