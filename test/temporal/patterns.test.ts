import { waitUntil } from '../../runtime/wait-until';
import type { Behaviour, ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, toLines } from '../harness/engine-rig';

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig();
  await rig.agents({ name: 'A', instructions: 'I am A' }, { name: 'B', instructions: 'I am B' }, { name: 'C', instructions: 'I am C' });
  await rig.agents({ name: 'Boss', instructions: 'I am Boss' });
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

const lastBody = (): unknown => rig.model.requests.at(-1)?.body;
const speaker = (request: ChatRequest): string => (request.messages[0]?.content ?? '').replace('I am ', '');
const last = (request: ChatRequest): string => request.messages.at(-1)?.content ?? '';
/** Each agent answers as its entry says. */
const script = (answers: Record<string, (request: ChatRequest) => Behaviour>) =>
  rig.model.setBehaviour((request) => answers[speaker(request)]?.(request) ?? {});

describe('concurrent', () => {
  const branches = ['A', 'B', 'C'].map((agent) => ({ id: agent.toLowerCase(), type: 'agent' as const, agent }));

  it('collects texts and data in the order of the branches, whatever the order of the answers', async () => {
    script({ A: () => ({ text: 'one', firstByteDelayMs: 300 }), B: () => ({ text: 'two' }), C: () => ({ text: 'three' }) });
    const { execution, events } = await rig.run({ id: 'all', type: 'concurrent', branches });
    expect(execution.output).toEqual({
      text: 'one\n\ntwo\n\nthree',
      data: [
        { id: 'a', status: 'completed', text: 'one' },
        { id: 'b', status: 'completed', text: 'two' },
        { id: 'c', status: 'completed', text: 'three' },
      ],
    });
    const lines = toLines(events);
    for (const id of ['a', 'b', 'c']) expect(lines.indexOf(`stepStarted all/${id}`)).toBeGreaterThan(lines.indexOf('stepStarted all'));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('cancels the other calls down to the socket when one branch fails', async () => {
    script({ A: () => ({ fail: { status: 400 } }), B: () => ({ stallAfter: 1 }), C: () => ({ stallAfter: 1 }) });
    const { execution, events } = await rig.run({ id: 'all', type: 'concurrent', branches });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'provider_error', stepPath: 'all/a' } });
    expect(toLines(events)).toEqual(
      expect.arrayContaining(['stepCancelled all/b', 'stepCancelled all/c', 'stepFailed all/a', 'stepFailed all']),
    );
    await rig.model.waitFor(({ disconnected }) => disconnected >= 2);
  });

  it('keeps partial results when it collects failures', async () => {
    script({ A: () => ({ text: 'one' }), B: () => ({ fail: { status: 400 } }), C: () => ({ text: 'three' }) });
    const { execution } = await rig.run({ id: 'all', type: 'concurrent', branches, onFailure: 'collect' });
    expect(execution.output).toMatchObject({
      text: 'one\n\nthree',
      data: [{ status: 'completed' }, { id: 'b', status: 'failed', error: { code: 'provider_error' } }, { status: 'completed' }],
    });
  });

  it('counts votes trimmed and case-folded, a tie going to the earlier branch', async () => {
    script({ A: () => ({ text: 'Yes ' }), B: () => ({ text: 'no' }), C: () => ({ text: ' yes' }) });
    const { execution } = await rig.run({ id: 'all', type: 'concurrent', branches, aggregate: { type: 'vote' } });
    expect(execution.output).toEqual({ text: 'Yes', data: { winner: 'Yes', votes: { Yes: 2, no: 1 } } });
    script({ A: () => ({ text: 'left' }), B: () => ({ text: 'right' }), C: () => ({ fail: { status: 400 } }) });
    const tie = await rig.run({ id: 'all', type: 'concurrent', branches, onFailure: 'collect', aggregate: { type: 'vote' } });
    expect(tie.execution.output?.text).toBe('left');
  });

  it('has an agent combine the answers', async () => {
    script({
      A: () => ({ text: 'one' }),
      B: () => ({ text: 'two' }),
      C: () => ({ text: 'three' }),
      Boss: (request) => ({ text: `sum: ${last(request)}` }),
    });
    const { execution } = await rig.run({ id: 'all', type: 'concurrent', branches, aggregate: { type: 'agent', agent: 'Boss' } });
    expect(execution.output?.text).toBe('sum: a: one\n\nb: two\n\nc: three');
  });

  it('tells of a finished branch while another is still in its call', async () => {
    script({
      A: () => ({ text: 'one' }),
      B: () => ({ hold: { gate: 'slow branch', at: 'beforeFirstByte' } }),
      C: () => ({ text: 'three' }),
    });
    const run = await rig.start({ id: 'all', type: 'concurrent', branches });
    const isTold = async () => {
      const lines = toLines(await run.feed());
      return lines.includes('stepCompleted all/a') && lines.includes('superstepCommitted all/c');
    };
    await waitUntil(isTold, 10_000, 'The finished branches were not told');
    expect(toLines(await run.feed())).not.toContain('stepCompleted all/b');
    await rig.model.release('slow branch');
    expect((await run.finished()).execution.status).toBe('completed');
  });

  it('runs no more branches at once than it may', async () => {
    let running = 0;
    let most = 0;
    const eight = Array.from({ length: 8 }, (_, index) => ({ id: `n${index}`, type: 'agent' as const, agent: 'A' }));
    rig.model.setBehaviour(() => {
      running++;
      most = Math.max(most, running);
      setTimeout(() => running--, 40);
      return { firstByteDelayMs: 60 };
    });
    const { execution } = await rig.run({ id: 'all', type: 'concurrent', branches: eight, maxParallel: 3 });
    expect(execution.status).toBe('completed');
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('groupChat', () => {
  const participants = [
    { id: 'ann', agent: 'A' },
    { id: 'bob', agent: 'B' },
  ];

  it('lets participants speak in turn in one thread, each seeing the others by name', async () => {
    const { execution, messages, events } = await rig.run({ id: 'chat', type: 'groupChat', participants, maxRounds: 4 }, 'topic');
    expect(execution.output?.data).toEqual({ rounds: 4, stoppedBy: 'maxRounds', lastSpeaker: 'bob' });
    expect(messages.map(({ thread, index, agent }) => [thread, index, agent])).toEqual([
      ['chat', 0, undefined],
      ['chat', 1, 'ann'],
      ['chat', 2, 'bob'],
      ['chat', 3, 'ann'],
      ['chat', 4, 'bob'],
    ]);
    const third = rig.model.requests.findLast(({ call }) => call.endsWith('chat/ann#2:m1'))?.body as ChatRequest;
    expect(third.messages.map(({ role, content }) => [role, content])).toEqual([
      ['system', 'I am A'],
      ['user', 'topic'],
      ['assistant', 'answer 1 to topic'],
      ['user', expect.stringMatching(/^bob: answer 1 to ann: answer 1/)],
    ]);
    expect(toLines(events).filter((line) => line.startsWith('superstep'))).toEqual([
      'superstepCommitted chat/ann#1',
      'superstepCommitted chat/bob#1',
      'superstepCommitted chat/ann#2',
      'superstepCommitted chat/bob#2',
    ]);
  });

  it('stops when until is true, with integers that are integers', async () => {
    const even = await rig.run({ id: 'chat', type: 'groupChat', participants, maxRounds: 9, until: 'round + 1 > 4 && round % 2 == 0' });
    expect(even.execution.output?.data).toEqual({ rounds: 4, stoppedBy: 'until', lastSpeaker: 'bob' });
    script({ B: () => ({ text: 'I say DONE' }) });
    const said = await rig.run({
      id: 'chat',
      type: 'groupChat',
      participants,
      maxRounds: 9,
      until: 'last.agent == "bob" && last.text.contains("DONE")',
    });
    expect(said.execution.output?.data).toEqual({ rounds: 2, stoppedBy: 'until', lastSpeaker: 'bob' });
  });

  it('follows a manager, who may call the same speaker twice, instruct, and end', async () => {
    const choices = ['{"next":"bob","instruction":"be brief"}', '{"next":"bob"}', '{"next":"ann"}', '{"next":null}'];
    script({ Boss: () => ({ text: choices.shift() ?? '' }), B: () => ({ text: 'from bob' }), A: () => ({ text: '' }) });
    const manager = { type: 'agent' as const, agent: 'Boss' };
    const { execution, messages } = await rig.run({ id: 'chat', type: 'groupChat', participants, manager, maxRounds: 9 }, 'topic');
    expect(execution.output).toEqual({ text: '', data: { rounds: 3, stoppedBy: 'manager', lastSpeaker: 'ann' } });
    expect(messages.filter(({ thread }) => thread === 'chat').map(({ role, agent, text }) => [role, agent, text])).toEqual([
      ['user', undefined, 'topic'],
      ['user', undefined, 'be brief'],
      ['assistant', 'bob', 'from bob'],
      ['assistant', 'bob', 'from bob'],
      ['assistant', 'ann', ''],
    ]);
  });

  it('asks a manager who names nobody again twice, then fails', async () => {
    script({ Boss: () => ({ text: '{"next":"nobody"}' }) });
    const manager = { type: 'agent' as const, agent: 'Boss' };
    const { execution, requests } = await rig.run({ id: 'chat', type: 'groupChat', participants, manager, maxRounds: 9 });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'manager_invalid', stepPath: 'chat' } });
    expect(Object.keys(requests)).toEqual(['chat:manager1.1', 'chat:manager1.2', 'chat:manager1.3']);
  });
});

describe('handoff', () => {
  const participants = [
    { id: 'triage', agent: 'A' },
    { id: 'sales', agent: 'B' },
    { id: 'support', agent: 'C' },
  ];

  it('goes along routes by tool call, back and forth, and reports them', async () => {
    script({
      A: (request) =>
        request.messages.length === 2 ? { toolCalls: [{ tool: 'handoff_to_sales', arguments: { reason: 'buys' } }] } : { text: 'bye' },
      B: () => ({ toolCalls: [{ tool: 'handoff_to_triage', arguments: {} }] }),
    });
    const { execution } = await rig.run({ id: 'desk', type: 'handoff', participants, start: 'triage' }, 'hello');
    expect(execution.output).toEqual({
      text: 'bye',
      data: {
        agent: 'triage',
        handoffs: [
          { from: 'triage', to: 'sales', reason: 'buys' },
          { from: 'sales', to: 'triage' },
        ],
      },
    });
  });

  it('answers a handoff along a missing route with a tool error', async () => {
    script({
      A: (request) =>
        request.messages.some(({ role, content }) => role === 'tool' && content?.includes('unknown_tool'))
          ? { text: 'I stay' }
          : { toolCalls: [{ tool: 'handoff_to_support', arguments: {} }] },
    });
    const { execution } = await rig.run({ id: 'desk', type: 'handoff', participants, start: 'triage', routes: { triage: ['sales'] } });
    expect(execution.output).toMatchObject({ text: 'I stay', data: { agent: 'triage', handoffs: [] } });
    const offered = (lastBody() as { tools: { function: { name: string } }[] }).tools.map((tool) => tool.function.name);
    expect(offered).toEqual(['handoff_to_sales']);
  });

  it('fails when it hands over more often than it may', async () => {
    const pass = (to: string) => () => ({ toolCalls: [{ tool: `handoff_to_${to}`, arguments: {} }], insists: true });
    script({ A: pass('sales'), B: pass('triage') });
    const { execution } = await rig.run({ id: 'desk', type: 'handoff', participants, start: 'triage', maxHandoffs: 3 });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'handoff_limit', stepPath: 'desk' } });
  });
});

describe('route, loop and map', () => {
  it('takes the first case that is true, else the other way', async () => {
    const root = {
      id: 'way',
      type: 'route' as const,
      cases: [
        { when: 'input.n > 10', step: { id: 'big', type: 'agent' as const, agent: 'A' } },
        { when: 'input.n > 5', step: { id: 'middle', type: 'agent' as const, agent: 'B' } },
      ],
      otherwise: { id: 'small', type: 'agent' as const, agent: 'C' },
    };
    const taken = async (n: number) => toLines((await rig.run(root, { n })).events).find((line) => line.startsWith('stepStarted way/'));
    expect([await taken(11), await taken(7), await taken(1)]).toEqual([
      'stepStarted way/big',
      'stepStarted way/middle',
      'stepStarted way/small',
    ]);
    const none = await rig.run({ ...root, otherwise: undefined }, { n: 1 });
    expect(none.execution).toMatchObject({ status: 'failed', error: { code: 'no_case' } });
  });

  it('repeats an evaluator and optimizer until the expression holds, or the limit is reached', async () => {
    const output = { type: 'object', properties: { score: { type: 'integer' } }, required: ['score'] };
    const body = {
      id: 'round',
      type: 'sequential' as const,
      steps: [
        { id: 'draft', type: 'agent' as const, agent: 'A' },
        { id: 'judge', type: 'agent' as const, agent: 'B', output, input: 'take {{ iteration }}: {{ steps.draft.text }}' },
      ],
    };
    let score = 5;
    script({ B: () => ({ text: JSON.stringify({ score: score++ }) }) });
    const { execution, events } = await rig.run({ id: 'refine', type: 'loop', body, until: 'last.data.score >= 7', maxIterations: 9 });
    expect(execution.output?.data).toEqual({ iterations: 3, stoppedBy: 'until', value: { score: 7 } });
    expect(toLines(events)).toContain('stepCompleted refine/round#3/judge');
    const judged = rig.model.requests.filter(({ call }) => call.includes('judge')).map(({ body: request }) => last(request as ChatRequest));
    expect(judged.map((text) => text.slice(0, 7))).toEqual(['take 1:', 'take 2:', 'take 3:']);
    script({ B: () => ({ text: '{"score":1}' }) });
    const limited = await rig.run({ id: 'refine', type: 'loop', body, until: 'last.data.score >= 7', maxIterations: 2 });
    expect(limited.execution.output?.data).toEqual({ iterations: 2, stoppedBy: 'maxIterations', value: { score: 1 } });
  });

  it('maps a body over a list, with item and index, and keeps failures beside results', async () => {
    script({ A: (request) => (last(request).includes('two') ? { fail: { status: 400 } } : {}) });
    const body = { id: 'each', type: 'agent' as const, agent: 'A', input: '{{ index }}: {{ word.name }}' };
    const over = 'input.words.filter(w, w.name != "skip")';
    const input = { words: ['one', 'skip', 'two', 'three'].map((name) => ({ name })) };
    const { execution } = await rig.run({ id: 'list', type: 'map', over, as: 'word', body, onFailure: 'collect' }, input);
    expect(execution.output?.data).toEqual([
      { index: 0, status: 'completed', text: 'answer 1 to 0: one' },
      { index: 1, status: 'failed', error: { code: 'provider_error', message: expect.any(String) } },
      { index: 2, status: 'completed', text: 'answer 1 to 2: three' },
    ]);
  });
});

describe('structured output', () => {
  const output = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'], additionalProperties: false };
  const step = { id: 'ask', type: 'agent' as const, agent: 'A', output };

  it('sends the schema, returns an invalid answer with the errors, and gives the object', async () => {
    const answers = ['no json', '{"n":"x"}', '```json\n{"n":3}\n```'];
    script({ A: () => ({ text: answers.shift() ?? '' }) });
    const { execution, messages } = await rig.run(step);
    expect(execution.output).toEqual({ text: '```json\n{"n":3}\n```', data: { n: 3 } });
    expect(messages.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual([
      'hello',
      expect.stringContaining('it is not JSON'),
      expect.stringContaining('answer/n must be integer'),
    ]);
    expect((lastBody() as { response_format: unknown }).response_format).toMatchObject({
      json_schema: { schema: output },
    });
  });

  it('fails after two repairs', async () => {
    script({ A: () => ({ text: 'never' }) });
    const { execution, requests } = await rig.run(step);
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'output_invalid', stepPath: 'ask' } });
    expect(Object.keys(requests)).toHaveLength(3);
  });
});
