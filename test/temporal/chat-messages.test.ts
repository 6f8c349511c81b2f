import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Run } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A' }, { name: 'B' }, { name: 'Boss', instructions: 'Boss' });
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

const chat: Extract<StepInput, { type: 'groupChat' }> = {
  id: 'chat',
  type: 'groupChat',
  participants: [
    { id: 'ann', agent: 'A' },
    { id: 'bob', agent: 'B' },
  ],
  maxRounds: 3,
};

/** Ann's first call waits at a gate: what is said now is said before the second round. */
async function startHeld(root: StepInput, gate: string): Promise<Run> {
  let first = true;
  rig.model.setBehaviour((request: ChatRequest) => {
    if (request.messages[0]?.content === 'Boss') return { text: '{"next":"bob"}' };
    const hold = first ? ({ hold: { gate, at: 'beforeFirstByte' } } as const) : {};
    first = false;
    return hold;
  });
  const run = await rig.start(root);
  await waitUntil(() => rig.model.counts().requests > 0 && !first, 20_000, 'no call began');
  return run;
}

const say = (run: Run, text: string, about = 'chat', as = 'Anna') => rig.send(run, { kind: 'message', about, content: { text, as } });

it.each<[string, StepInput]>([
  ['a chat by turns', chat],
  ['a chat with a manager', { ...chat, manager: { type: 'agent', agent: 'Boss' } }],
])('%s hears a person before its next round, in order and by name, and everyone reads it', async (name, root) => {
  const run = await startHeld(root, name);
  await say(run, 'Think of the children.');
  await say(run, 'And of the dogs.', 'chat', 'Otto');
  expect(await rig.executions.listOpenSteps(LOCAL_ORGANIZATION, run.id, 'groupChat')).toEqual(['chat']);
  rig.model.release(name);
  const { execution, messages } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { data: { rounds: 3 } } });
  const thread = messages.filter((message) => message.thread === 'chat').sort((one, other) => one.index - other.index);
  expect(thread.map(({ index }) => index)).toEqual(thread.map((_, index) => index));
  const spoken = thread.findIndex(({ role }) => role === 'assistant');
  expect(thread.slice(spoken + 1, spoken + 4)).toMatchObject([
    { role: 'user', agent: 'Anna', text: 'Think of the children.' },
    { role: 'user', agent: 'Otto', text: 'And of the dogs.' },
    { role: 'assistant' },
  ]);
  expect(thread.filter(({ agent }) => agent === 'Anna')).toHaveLength(1);
  const last = rig.model.requests.filter(({ call }) => call.startsWith(`${run.id}/`)).at(-1);
  const read = JSON.stringify(last?.body);
  expect(read).toContain('Anna: Think of the children.');
  expect(read).toContain('Otto: And of the dogs.');
  expect(await rig.executions.listOpenSteps(LOCAL_ORGANIZATION, run.id, 'groupChat')).toEqual([]);
});

it('what is said while it is paused is heard in the very next round, be it the last', async () => {
  const run = await startHeld({ ...chat, maxRounds: 2 }, 'paused');
  await rig.send(run, { kind: 'pause' });
  rig.model.release('paused');
  const isHeld = async () => (await rig.executions.get(LOCAL_ORGANIZATION, run.id))?.usage.calls === 1;
  await waitUntil(isHeld, 20_000, 'the first round did not finish');
  await say(run, 'One moment.');
  await rig.send(run, { kind: 'resume' });
  const { execution, messages } = await run.finished();
  expect(execution).toMatchObject({ status: 'completed', output: { data: { rounds: 2 } } });
  expect(messages.map(({ role, text }) => (role === 'user' ? text : role))).toEqual(['hello', 'assistant', 'One moment.', 'assistant']);
});

it('a call that is made again after a failure says it once', async () => {
  const run = await startHeld({ ...chat, retry: { initialInterval: '10ms' } }, 'again');
  await say(run, 'Hello?');
  let failed = false;
  rig.model.setBehaviour(() => {
    if (failed) return {};
    failed = true;
    return { fail: { status: 503 } };
  });
  rig.model.release('again');
  const { execution, messages } = await run.finished();
  expect(execution.status).toBe('completed');
  expect(messages.filter(({ text }) => text === 'Hello?')).toHaveLength(1);
});

it('what is said after the last round has begun is told as unheard, and no more of it is lost', async () => {
  const run = await startHeld({ ...chat, maxRounds: 1 }, 'late');
  const { id: messageId } = await say(run, 'Too late?');
  rig.model.release('late');
  const { execution, messages, events } = await run.finished();
  expect(execution.status).toBe('completed');
  expect(messages.filter(({ agent }) => agent === 'Anna')).toEqual([]);
  const told = { stepPath: 'chat', messageId, as: 'Anna', text: 'Too late?' };
  expect(events.filter(({ type }) => type === 'messageUnheard')).toEqual([expect.objectContaining(told)]);
});

it('a fork from before it was said has not heard it, one from after has, once', async () => {
  const run = await startHeld(chat, 'fork');
  await say(run, 'Think of the children.');
  rig.model.release('fork');
  await run.finished();
  for (const [superstep, heard] of [
    [0, 0],
    [1, 1],
    [2, 1],
  ] as const) {
    const fork = await rig.fork(run, superstep);
    const { execution, messages } = await fork.finished();
    expect(execution.status).toBe('completed');
    expect(messages.filter(({ agent }) => agent === 'Anna')).toHaveLength(heard);
    const indexes = messages.filter(({ thread }) => thread === 'chat').map(({ index }) => index);
    expect(indexes.sort((one, other) => one - other)).toEqual(indexes.map((_, index) => index));
  }
});

it.each<[string, StepInput, messageId: string, text: string]>([
  ['the first answer of a chat', chat, 'chat/1', 'Not what I said.'],
  ['the first choice of a manager', { ...chat, manager: { type: 'agent', agent: 'Boss' } }, 'chat:manager/0', '{"next":"ann"}'],
])('what is said at once in a fork with another text for %s stands behind it', async (_, root, messageId, text) => {
  rig.model.setBehaviour((request) => (request.messages[0]?.content === 'Boss' ? { text: '{"next":"bob"}' } : {}));
  const source = await rig.start(root);
  await source.finished();
  let fork: Run | undefined;
  await rig.withoutWorker(async () => {
    fork = await rig.fork(source, 1, [{ type: 'message', messageId, text }]);
    await say(fork, 'One moment.');
    await say(fork, 'And another.');
  });
  const { execution, messages } = await (fork as Run).finished();
  expect(execution).toMatchObject({ status: 'completed', output: { data: { rounds: 3 } } });
  const thread = messages.filter((message) => message.thread === 'chat').sort((one, other) => one.index - other.index);
  expect(thread.map(({ index }) => index)).toEqual(thread.map((__, index) => index));
  const said = ['One moment.', 'And another.'];
  const [first, second, third, fourth] = thread.slice(1).map((message) => message.text);
  expect(messageId === 'chat/1' ? [first, second, third] : [first, second]).toEqual(messageId === 'chat/1' ? [text, ...said] : said);
  expect(messageId === 'chat/1' ? fourth : third).toContain('answer');
});
