import { readExchange } from '../../api/read-exchange';
import { readView } from '../../api/read-view';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Message } from '../../contracts/entities';
import type { ChatMessage, ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Finished } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig({
    tools: [{ id: 'long_text', description: 'x', inputSchema: { type: 'object' }, repeat: 'pure', run: async () => 'tide '.repeat(400) }],
  });
  await rig.agents(
    { name: 'A', instructions: 'I am A', tools: ['text_statistics'], limits: { maxTurns: 30 } },
    { name: 'B', instructions: 'I am B' },
    { name: 'Boss', instructions: 'I am Boss' },
    { name: 'Short', instructions: 'I am Short', tools: ['long_text'], limits: { maxTurns: 30, contextTokens: 300 } },
    { name: 'Narrow', instructions: 'I am Narrow', tools: ['text_statistics'], view: { type: 'window', last: 2 } },
  );
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

const stats = { tool: 'text_statistics', arguments: { text: 'a b c' } };
const toolsAnswered = ({ messages }: ChatRequest) => messages.filter(({ role }) => role === 'tool').length;
const sums = ({ messages }: ChatRequest) => (messages[0]?.content ?? '').startsWith('You sum up');

/** What the provider was sent in a call. */
function sentIn({ execution }: Finished, callId: string) {
  const request = rig.model.requests.findLast(({ call }) => call === `${execution.id}/${callId}`);
  if (request === undefined) throw new Error(`${callId} was never sent`);
  return request;
}

function exchangeOf(execution: { id: string }, callId: string, attempt = 1) {
  return readExchange(rig, { organizationId: LOCAL_ORGANIZATION, executionId: execution.id, callId, attempt });
}

async function seenIn({ execution }: Finished, callId: string) {
  return readView(rig, { organizationId: LOCAL_ORGANIZATION, executionId: execution.id, callId });
}

/** The view that the API gives is what the provider was sent, message by message; the raw request is it byte for byte. */
async function expectSeen(finished: Finished): Promise<void> {
  const calls = Object.keys(finished.requests);
  expect(calls.length).toBeGreaterThan(0);
  for (const callId of calls) {
    const { body, attempt } = sentIn(finished, callId);
    const [system, ...sent] = body.messages;
    expect((await exchangeOf(finished.execution, callId, attempt)).request).toMatchObject({ body, exact: true });
    const { items, call } = await seenIn(finished, callId);
    expect(call?.instructions).toBe(system?.content);
    expect(items.map(toSent)).toEqual(sent.map(({ role, content, tool_calls }) => [role, content ?? '', tool_calls?.map(({ id }) => id)]));
  }
}

const toSent = ({ role, text, toolCalls }: Message) => [role, text, toolCalls?.map(({ id }) => id)];
const contents = (messages: ChatMessage[]) => messages.map(({ content }) => content);

const chat = (view: object, maxRounds: number) => ({
  id: 'chat',
  type: 'groupChat' as const,
  participants: [
    { id: 'ann', agent: 'A', view: view as never },
    { id: 'bob', agent: 'B' },
  ],
  maxRounds,
});

it('shows in full what each call saw, also what no thread holds: a manager’s question, a word to go on', async () => {
  rig.model.setBehaviour((request: ChatRequest) => {
    if (request.messages[0]?.content === 'I am Boss') return { text: '{"next":"ann","instruction":"say more"}' };
    return toolsAnswered(request) < 2 ? { toolCalls: [stats, stats], insists: true } : {};
  });
  const finished = await rig.run({ ...chat({ type: 'full' }, 2), manager: { type: 'agent', agent: 'Boss' } });
  expect(finished.execution.status).toBe('completed');
  await expectSeen(finished);
  const { items } = await seenIn(finished, 'chat:manager1.1');
  expect(items.at(-1)).toMatchObject({ added: true, seq: 0, role: 'user' });
});

it('shows a participant the first message and a window of the newest', async () => {
  const finished = await rig.run(chat({ type: 'window', last: 3 }, 8), 'the task');
  await expectSeen(finished);
  const last = contents(sentIn(finished, 'chat/ann#4:m1').body.messages);
  expect(last).toHaveLength(1 + 1 + 3);
  expect(last[1]).toBe('the task');
  expect(last[4]).toMatch(/^bob: /);
  // The other one sees all of it.
  expect(sentIn(finished, 'chat/bob#4:m1').body.messages).toHaveLength(1 + 1 + 7);
  expect((await seenIn(finished, 'chat/ann#4:m1')).call).toMatchObject({ thread: 'chat', upTo: 7, leftOut: { from: 1, upTo: 4 } });
});

it('never parts a tool call from its answers, whatever the window', async () => {
  rig.model.setBehaviour((_, { call }) => (call.endsWith(':m7') ? {} : { toolCalls: [stats, stats], insists: true }));
  const finished = await rig.run({ id: 'a', type: 'agent', agent: 'Narrow' }, 'the task');
  expect(finished.execution).toMatchObject({ status: 'completed', usage: { calls: 7 } });
  await expectSeen(finished);
  for (const callId of Object.keys(finished.requests)) {
    const open = new Set<string>();
    for (const { tool_calls = [], tool_call_id } of sentIn(finished, callId).body.messages) {
      for (const { id } of tool_calls) open.add(id);
      if (tool_call_id !== undefined) expect(open.delete(tool_call_id)).toBe(true);
    }
    expect([...open]).toEqual([]);
  }
  expect(sentIn(finished, 'a:m7').body.messages).toHaveLength(1 + 1 + 2 * 3);
});

it('sums older messages up by calls of their own, which are counted and show what they saw', async () => {
  rig.model.setBehaviour((request: ChatRequest) => (sums(request) ? { text: 'they talked' } : {}));
  const finished = await rig.run(chat({ type: 'summary', keep: 2, instructions: 'Keep all names.' }, 12), 'the task');
  const { execution, requests, messages } = finished;
  expect(execution.status).toBe('completed');
  await expectSeen(finished);
  const summaries = messages.filter(({ summaryOf }) => summaryOf !== undefined);
  expect(summaries.map(({ thread, index, text }) => [thread, index, text])).toEqual(
    summaries.map((_, index) => ['chat:summary:ann', index, 'they talked']),
  );
  expect(summaries.map(({ summaryOf }) => summaryOf)).toEqual([
    { thread: 'chat', from: 1, upTo: 5 },
    { thread: 'chat', from: 5, upTo: 9 },
  ]);
  expect(Object.keys(requests).filter((call) => call.includes('summary'))).toEqual(['chat/ann#4:m1.summary1', 'chat/ann#6:m1.summary2']);
  expect(execution.usage).toMatchObject({ calls: 14, wastedCalls: 0 });
  const later = contents(sentIn(finished, 'chat/ann#6:m1').body.messages);
  expect(later.slice(1, 3)).toEqual(['the task', 'Summary of the conversation so far:\nthey talked']);
  expect(later).toHaveLength(1 + 2 + 2);
  const [rule, second] = contents(sentIn(finished, 'chat/ann#6:m1.summary2').body.messages);
  expect(rule).toMatch(/Keep all names\.$/);
  expect(second).toContain('they talked');
});

it('buys no summary twice when a call is tried again', async () => {
  rig.model.setBehaviour((request: ChatRequest, { count }) => {
    if (sums(request)) return count === 1 ? { text: '' } : { text: 'they talked' };
    return count === 1 && request.messages[0]?.content === 'I am A' ? { fail: { status: 503, times: 1 } } : {};
  });
  const finished = await rig.run({ ...chat({ type: 'summary', keep: 1 }, 5), retry: { initialInterval: '10ms' } }, 'the task');
  expect(finished.execution).toMatchObject({ status: 'completed', usage: { calls: 6, wastedCalls: 1 } });
  await expectSeen(finished);
  expect(finished.requests).toMatchObject({ 'chat/ann#3:m1': 2, 'chat/ann#3:m1.summary1': 2 });
});

it('refuses what does not fit before the provider is asked', async () => {
  rig.model.setBehaviour((request: ChatRequest) =>
    toolsAnswered(request) === 0 ? { toolCalls: [{ tool: 'long_text', arguments: {} }] } : {},
  );
  const { execution, requests } = await rig.run({ id: 'a', type: 'agent', agent: 'Short' });
  expect(execution).toMatchObject({ status: 'failed', error: { code: 'context_too_long', stepPath: 'a' }, usage: { calls: 1 } });
  expect(Object.keys(requests)).toEqual(['a:m1']);
});

it('cuts a window further, and sums up more, where a limit of tokens wants it', async () => {
  const long = 'the tide comes and goes '.repeat(10);
  rig.model.setBehaviour((request: ChatRequest) => ({ text: sums(request) ? 'they talked' : long }));
  const windowed = await rig.run(chat({ type: 'window', last: 50, maxTokens: 300 }, 12));
  const summed = await rig.run(chat({ type: 'summary', keep: 50, maxTokens: 400 }, 12));
  for (const [finished, limit] of [
    [windowed, 300],
    [summed, 400],
  ] as const) {
    expect(finished.execution.status).toBe('completed');
    await expectSeen(finished);
    const { call } = await seenIn(finished, 'chat/ann#6:m1');
    expect(call?.tokens).toBeLessThanOrEqual(limit);
    expect(call?.tokens).toBeGreaterThan(limit / 3);
    expect(call?.leftOut).toBeDefined();
  }
  expect(Object.keys(summed.requests).some((call) => call.includes('summary'))).toBe(true);
});

it('says that there is no view of what is no model call', async () => {
  const finished = await rig.run({ id: 'a', type: 'agent', agent: 'B' });
  await expect(seenIn(finished, 'a:t1.1')).rejects.toMatchObject({ code: 'no_view' });
});

it('gives request and response of every attempt as the provider had them, in a fork too', async () => {
  rig.model.setBehaviour((_request, { count }) =>
    count === 1 ? { fail: { status: 503, message: 'try later', headers: { 'x-request-id': 'req_1' } } } : { text: 'two words' },
  );
  const agent = { id: 'a', type: 'agent' as const, agent: 'B', retry: { maxAttempts: 2, initialInterval: '10ms' } };
  const finished = await rig.run(agent);
  const { body } = sentIn(finished, 'a:m1');
  expect(await exchangeOf(finished.execution, 'a:m1', 1)).toMatchObject({
    model: 'openai/fake',
    request: { body, exact: true },
    response: { status: 503, headers: { 'x-request-id': 'req_1' }, body: { error: { message: 'try later' } } },
  });
  const second = await exchangeOf(finished.execution, 'a:m1', 2);
  expect(second).toMatchObject({
    request: { body, exact: true },
    response: {
      status: 200,
      body: {
        id: 'chatcmpl-fake',
        choices: [{ message: { content: 'two words' }, finish_reason: 'stop' }],
        usage: { completion_tokens: 2 },
      },
    },
  });
  const fork = await (await rig.fork(finished.execution)).finished();
  // Its call is another one's, so the header that names the call is too.
  const { request, ...inherited } = await exchangeOf(fork.execution, 'a:m1', 2);
  expect({ ...inherited, request: { ...request, headers: {} } }).toEqual({ ...second, request: { ...second.request, headers: {} } });
  await expect(exchangeOf(finished.execution, 'a:m1', 3)).rejects.toMatchObject({ code: 'no_exchange' });
});
