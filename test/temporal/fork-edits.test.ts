import type { Edit } from '../../contracts/edits';
import type { FeedEvent } from '../../contracts/events';
import type { StepInput } from '../../contracts/steps';
import { waitUntil } from '../../runtime/wait-until';
import type { ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Finished, type Run } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents(
    { name: 'A', instructions: 'I am A', tools: ['text_statistics'] },
    { name: 'B', instructions: 'I am B' },
    { name: 'Boss', instructions: 'Boss' },
    { name: 'Judge', instructions: 'Judge', output: { type: 'object', properties: { grade: { type: 'integer' } }, required: ['grade'] } },
  );
});
afterAll(() => rig?.close());
beforeEach(() => rig.model.setBehaviour(echo));

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];

const lastOf = ({ messages }: ChatRequest) => String(messages.at(-1)?.content ?? '');

/** Who it is, and what it was told last. */
function echo(request: ChatRequest) {
  return { text: `${request.messages[0]?.content} heard <${lastOf(request)}>` };
}

const askTool = { tool: 'text_statistics', arguments: { text: 'one two' } };

/** Agents with tools use them once, then say what came back. */
function useTool(request: ChatRequest) {
  const asked = request.messages.some(({ role }) => role === 'tool');
  return request.tools !== undefined && !asked ? { toolCalls: [askTool, askTool] } : echo(request);
}

async function runs(root: StepInput, input?: string): Promise<Run & { before: Finished }> {
  const run = await rig.start(root, input);
  return { ...run, before: await run.finished() };
}

/** The fork's record, after checking that the source has changed in nothing and the fork's feed is whole. */
async function forks(source: Run & { before: Finished }, superstep: number, edits: Edit[]): Promise<Finished> {
  const forked = await (await rig.fork(source, superstep, edits)).finished();
  expect(await source.finished()).toEqual(source.before);
  expect(forked.events.map(({ seq }) => seq)).toEqual(forked.events.map((_, index) => index + 1));
  expect(forked.events.filter(({ type }) => type === 'executionEnded')).toHaveLength(1);
  const ids = forked.messages.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(forked.execution.forkedFrom).toMatchObject({ executionId: source.id, superstep, kind: 'fork' });
  return forked;
}

const callsOf = ({ requests }: Finished) => Object.keys(requests).sort();
const textOf = ({ messages }: Finished, id: string) => messages.find((message) => message.id === id);

it("another result of a tool: the turn goes on behind it, and its sibling's result stays", async () => {
  rig.model.setBehaviour(useTool);
  const source = await runs(a);
  const forked = await forks(source, 1, [{ type: 'toolResult', callId: 'a:t1.2', result: { words: 999 } }]);
  expect(callsOf(forked)).toEqual(['a:m2']);
  expect(forked.execution).toMatchObject({ status: 'completed', usage: { calls: 1 } });
  expect(forked.execution.output?.text).toContain('999');
  expect(textOf(forked, 'a/3')).toMatchObject({ role: 'tool', text: '{"words":999}', editedFrom: source.id });
  expect(textOf(forked, 'a/2')).toEqual(textOf(source.before, 'a/2'));
  const told = forked.events.filter((event): event is FeedEvent & { type: 'toolCompleted' } => event.type === 'toolCompleted');
  expect(told.map(({ callId, editedFrom }) => [callId, editedFrom]).sort()).toEqual([
    ['a:t1.1', undefined],
    ['a:t1.2', source.id],
  ]);
  expect(told.find(({ callId }) => callId === 'a:t1.2')?.result).toEqual({ words: 999 });
});

it('another result of a tool step: nothing is called that came before, and what follows reads it', async () => {
  const count = { id: 'count', type: 'tool', tool: 'text_statistics', arguments: { text: '{{ steps.a.text }}' } } as const;
  const next = { ...b, input: 'There are {{ steps.count.data.words }}' };
  const source = await runs({ id: 'row', type: 'sequential', steps: [a, count, next] });
  const forked = await forks(source, 2, [{ type: 'toolResult', callId: 'row/count:t1', result: { words: 7 } }]);
  expect(callsOf(forked)).toEqual(['row/b:m1']);
  expect(forked.execution.output?.text).toBe('I am B heard <There are 7>');
  const ended = forked.events.find((event) => event.type === 'stepCompleted' && event.stepPath === 'row/count');
  expect(ended).toMatchObject({ output: { text: '{"words":7}' } });
});

it('another message of a participant: the round is not spoken again, what follows hears it, and the chat ends by it', async () => {
  const chat = { id: 'chat', type: 'groupChat', participants, maxRounds: 4, until: "last.text == 'enough'" } as const;
  const source = await runs(chat, 'begin');
  const goesOn = await forks(source, 2, [{ type: 'message', messageId: 'chat/2', text: 'otherwise' }]);
  expect(callsOf(goesOn)).toEqual(['chat/ann#2:m1', 'chat/bob#2:m1']);
  expect(textOf(goesOn, 'chat/2')).toMatchObject({ text: 'otherwise', agent: 'bob', editedFrom: source.id });
  expect(textOf(goesOn, 'chat/3')?.text).toBe('I am A heard <bob: otherwise>');
  expect(goesOn.execution).toMatchObject({ output: { data: { rounds: 4, stoppedBy: 'maxRounds' } }, usage: { calls: 2 } });
  const ends = await forks(source, 3, [{ type: 'message', messageId: 'chat/3', text: 'enough' }]);
  expect(callsOf(ends)).toEqual([]);
  expect(ends.execution).toMatchObject({
    output: { text: 'enough', data: { rounds: 3, stoppedBy: 'until', lastSpeaker: 'ann' } },
    usage: { calls: 0, inputTokens: 0 },
  });
});

it('another question, and another choice of a manager, have the turn made anew', async () => {
  rig.model.setBehaviour((request) => (request.messages[0]?.content === 'Boss' ? { text: '{"next":"ann"}' } : echo(request)));
  const chat: StepInput = { id: 'chat', type: 'groupChat', participants, manager: { type: 'agent', agent: 'Boss' }, maxRounds: 2 };
  const source = await runs(chat, 'begin');
  const asked = await forks(source, 1, [{ type: 'message', messageId: 'chat/0', text: 'begin again' }]);
  expect(textOf(asked, 'chat/1')?.text).toBe('I am A heard <begin again>');
  expect(asked.requests['chat:manager1.1']).toBe(1);
  const chosen = await forks(source, 2, [{ type: 'message', messageId: 'chat:manager/1', text: '{"next":"bob","instruction":"sing"}' }]);
  expect(callsOf(chosen)).toEqual(['chat/bob#1:m1']);
  expect(chosen.messages.at(-1)).toMatchObject({ agent: 'bob', text: 'I am B heard <sing>' });
});

it('another answer with a schema is read as the model’s would be', async () => {
  rig.model.setBehaviour((request) => (request.messages[0]?.content === 'Judge' ? { text: '{"grade":3}' } : echo(request)));
  const row: StepInput = {
    id: 'row',
    type: 'sequential',
    steps: [
      { id: 'judge', type: 'agent', agent: 'Judge' },
      { ...b, input: 'Grade {{ steps.judge.data.grade }}' },
    ],
  };
  const source = await runs(row);
  const forked = await forks(source, 1, [{ type: 'message', messageId: 'row/judge/1', text: '{"grade":5}' }]);
  expect(callsOf(forked)).toEqual(['row/b:m1']);
  expect(forked.execution.output?.text).toBe('I am B heard <Grade 5>');
  await expect(rig.fork(source, 1, [{ type: 'message', messageId: 'row/judge/1', text: '{"grade":"five"}' }])).rejects.toMatchObject({
    code: 'invalid_edit',
    errors: [{ path: '/edits/0/text' }],
  });
});

it('other instructions, another model and other inputs are for what follows only', async () => {
  const count = { id: 'count', type: 'tool', tool: 'text_statistics', arguments: { text: 'a' } } as const;
  const again: StepInput = { id: 'again', type: 'loop', until: 'iteration == 3', maxIterations: 5, body: b };
  const source = await runs({ id: 'row', type: 'sequential', steps: [a, count, again, { ...a, id: 'z' }] });
  const forked = await forks(source, 1, [
    { type: 'agent', agent: 'B', instructions: 'I am new', model: { provider: 'scripted', name: 'demo' } },
    { type: 'agent', agent: 'A', instructions: 'I was A' },
    { type: 'input', stepPath: 'row/count', input: { text: 'four words are here' } },
    { type: 'input', stepPath: 'row/again/b#2', input: 'second' },
    { type: 'input', stepPath: 'row/z', input: 'last' },
  ]);
  expect(forked.execution.output?.text).toBe('I was A heard <last>');
  expect(callsOf(forked)).toEqual(['row/z:m1']);
  expect(textOf(forked, 'row/a/1')).toEqual(textOf(source.before, 'row/a/1'));
  expect(textOf(forked, 'row/again/b#2/0')?.text).toBe('second');
  expect(textOf(forked, 'row/again/b#3/0')?.text).toBe(textOf(forked, 'row/again/b#2/1')?.text);
  expect(forked.events.find((event) => event.type === 'toolCompleted')).toMatchObject({ result: { words: 4 } });
  expect(forked.execution.forkedFrom?.edits).toHaveLength(5);
  // A fork of the fork has the other agents and inputs too.
  const again2 = await (await rig.fork({ id: forked.execution.id }, 1)).finished();
  expect(again2.execution.output?.text).toBe('I was A heard <last>');
});

it('what other branches had answered by then is not called again', async () => {
  // The row's first answer, then all of `a`, then the rest of the row.
  rig.model.setBehaviour((request, { call }) => {
    const gate = call.endsWith('all/a:m1') ? 'a' : call.endsWith('all/row/c:m1') ? 'c' : undefined;
    return { ...useTool(request), ...(gate && { hold: { gate, at: 'beforeFirstByte' as const } }) };
  });
  const row: StepInput = { id: 'row', type: 'sequential', steps: [b, { ...b, id: 'c' }] };
  const run = await rig.start({ id: 'all', type: 'concurrent', branches: [a, row] });
  const closes = (stepPath: string) =>
    waitUntil(
      async () => (await run.feed()).some((event) => event.type === 'superstepCommitted' && event.stepPath === stepPath),
      20_000,
      `${stepPath} closed no superstep`,
    );
  await closes('all/row/b');
  rig.model.release('a');
  await closes('all/a');
  rig.model.release('c');
  const source = { ...run, before: await run.finished() };
  const mine = source.before.events.find((event) => event.type === 'superstepCommitted' && event.stepPath === 'all/a');
  if (mine?.type !== 'superstepCommitted') throw new Error('unreachable');
  const forked = await forks(source, mine.superstep, [{ type: 'toolResult', callId: 'all/a:t1.1', result: 'other' }]);
  const beforeCut = source.before.events.filter(({ seq }) => seq <= mine.seq);
  const answered = beforeCut.flatMap((event) => (event.type === 'messageAdded' ? [event.message.callId] : []));
  expect(callsOf(forked)).toContain('all/a:m2');
  for (const call of callsOf(forked)) if (call !== 'all/a:m2') expect(answered).not.toContain(call);
  expect(forked.execution.status).toBe('completed');
});

it('another answer of a person: what follows reads it, and the person is not asked again', async () => {
  const ask = { id: 'ask', type: 'approval', prompt: 'Go on?', timeout: '1s', onTimeout: 'approve' } as const;
  const next = { ...b, input: '{{ steps.ask.data.decision }}: {{ steps.ask.text }}' };
  const run = await runs({ id: 'row', type: 'sequential', steps: [a, ask, next] });
  expect(run.before.execution.output?.text).toBe('I am B heard <approve: >');
  const forked = await forks(run, 2, [{ type: 'answer', stepPath: 'row/ask', decision: 'reject', comment: 'not yet' }]);
  expect(forked.execution.output?.text).toBe('I am B heard <reject: not yet>');
  expect(callsOf(forked)).toEqual(['row/b:m1']);
  const page = await rig.executions.listCheckpoints('local', run.id, { limit: 10 });
  expect(page === 'invalidCursor' ? [] : page.items.map(({ editable }) => editable.answers)).toEqual([[], ['row/ask'], []]);
  const wrong = rig.fork(run, 2, [{ type: 'answer', stepPath: 'row/a', decision: 'reject' }]);
  await expect(wrong).rejects.toMatchObject({ errors: [{ path: '/edits/0/stepPath', code: 'unknown_step' }] });
  const withForm = rig.fork(run, 2, [{ type: 'answer', stepPath: 'row/ask', decision: 'approve', form: { amount: 1 } }]);
  await expect(withForm).rejects.toMatchObject({ errors: [{ path: '/edits/0/form', code: 'unknown_field' }] });
  const early = rig.fork(run, 1, [{ type: 'answer', stepPath: 'row/ask', decision: 'reject' }]);
  await expect(early).rejects.toMatchObject({ errors: [{ path: '/edits/0/stepPath', code: 'other_superstep' }] });
});

it.each<[string, number, Edit[], string, string]>([
  ['an agent that takes no part', 1, [{ type: 'agent', agent: 'Boss', instructions: '' }], '/edits/0/agent', 'unknown_agent'],
  ['nothing', 1, [{ type: 'agent', agent: 'A' }], '/edits/0/instructions', 'required'],
  [
    'no such provider',
    1,
    [{ type: 'agent', agent: 'A', model: { provider: 'x', name: 'y' } }],
    '/edits/0/model/provider',
    'unknown_provider',
  ],
  ['no such message', 1, [{ type: 'message', messageId: 'row/a/99', text: '' }], '/edits/0/messageId', 'unknown_message'],
  ['no id at all', 1, [{ type: 'message', messageId: 'row', text: '' }], '/edits/0/messageId', 'unknown_message'],
  ["a tool's message", 1, [{ type: 'message', messageId: 'row/a/2', text: '' }], '/edits/0/messageId', 'not_editable'],
  ['a later superstep', 1, [{ type: 'message', messageId: 'row/b/0', text: '' }], '/edits/0/messageId', 'other_superstep'],
  ['an earlier superstep', 2, [{ type: 'toolResult', callId: 'row/a:t1.1', result: 1 }], '/edits/0/callId', 'other_superstep'],
  ['no such call', 1, [{ type: 'toolResult', callId: 'row/a:t9.9', result: 1 }], '/edits/0/callId', 'unknown_call'],
  [
    'what comes out of another edit',
    1,
    [
      { type: 'toolResult', callId: 'row/a:t1.1', result: 1 },
      { type: 'message', messageId: 'row/a/4', text: 'x' },
    ],
    '/edits/1/messageId',
    'edit_depends',
  ],
  [
    'an agent twice, by name',
    1,
    [
      { type: 'agent', agent: 'A', instructions: 'one' },
      { type: 'agent', agent: 'A', model: { provider: 'scripted', name: 'demo' } },
    ],
    '/edits/1/agent',
    'edit_repeated',
  ],
  [
    'an input twice',
    1,
    [
      { type: 'input', stepPath: 'row/b', input: 'one' },
      { type: 'input', stepPath: 'row/b', input: 'two' },
    ],
    '/edits/1/stepPath',
    'edit_repeated',
  ],
  [
    'a message twice',
    1,
    [
      { type: 'message', messageId: 'row/a/1', text: 'one' },
      { type: 'message', messageId: 'row/a/1', text: 'two' },
    ],
    '/edits/1/messageId',
    'edit_repeated',
  ],
  ['no such step', 1, [{ type: 'input', stepPath: 'row/q', input: '' }], '/edits/0/stepPath', 'unknown_step'],
  ['a step without its number', 1, [{ type: 'input', stepPath: 'row/each/c', input: '' }], '/edits/0/stepPath', 'unknown_step'],
  ['a map', 1, [{ type: 'input', stepPath: 'row/each', input: '' }], '/edits/0/stepPath', 'not_editable'],
  ['a step that has begun', 1, [{ type: 'input', stepPath: 'row/a', input: '' }], '/edits/0/stepPath', 'already_begun'],
  ['no text', 1, [{ type: 'input', stepPath: 'row/b', input: 7 }], '/edits/0/input', 'invalid_type'],
  ['arguments that do not fit', 1, [{ type: 'input', stepPath: 'row/count', input: {} }], '/edits/0/input/text', 'required'],
])('an edit of %s is refused, and nothing is made', async (_what, superstep, edits, path, code) => {
  source ??= await runsForRefusals();
  await expect(rig.fork(source, superstep, edits)).rejects.toMatchObject({ code: 'invalid_edit', errors: [{ path, code }] });
  const forksMade = await rig.executions.listForks('local', source.id, { limit: 10 });
  expect(forksMade).toEqual({ items: [] });
});

let source: Run | undefined;

async function runsForRefusals(): Promise<Run> {
  rig.model.setBehaviour(useTool);
  const count = { id: 'count', type: 'tool', tool: 'text_statistics', arguments: { text: 'a' } } as const;
  const each: StepInput = { id: 'each', type: 'map', over: "['x']", body: { ...b, id: 'c' } };
  return runs({ id: 'row', type: 'sequential', steps: [a, b, count, each] });
}

it('the checkpoints say what can be edited, and each of that can', async () => {
  rig.model.setBehaviour(useTool);
  const run = await runs({ id: 'row', type: 'sequential', steps: [a, b] });
  const page = await rig.executions.listCheckpoints('local', run.id, { limit: 10 });
  if (page === 'invalidCursor') throw new Error('unreachable');
  expect(page.items.map(({ editable }) => editable)).toEqual([
    {
      messages: ['row/a/0', 'row/a/1', 'row/a/4'],
      toolResults: expect.arrayContaining(['row/a:t1.1', 'row/a:t1.2']),
      answers: [],
      inputs: ['row/b'],
    },
    { messages: ['row/b/0', 'row/b/1'], toolResults: [], answers: [], inputs: [] },
  ]);
  for (const { superstep, editable } of page.items) {
    const edits: Edit[] = [
      ...editable.messages.map((messageId) => ({ type: 'message' as const, messageId, text: 'other' })),
      ...editable.toolResults.map((callId) => ({ type: 'toolResult' as const, callId, result: 'other' })),
      ...editable.inputs.map((stepPath) => ({ type: 'input' as const, stepPath, input: 'other' })),
    ];
    for (const edit of edits) expect((await forks(run, superstep, [edit])).execution.status).toBe('completed');
  }
});
