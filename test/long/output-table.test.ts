import type { Output } from '../../contracts/entities';
import type { Json } from '../../contracts/json';
import type { ToolDefinition } from '../../contracts/ports/tool';
import type { StepInput } from '../../contracts/steps';
import type { Behaviour } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Finished } from '../harness/engine-rig';
import { expectWholeRecord } from './expect-whole-record';
import { answerByName, createInner, type Expected, INNER, OUTER, wrap } from './nested-patterns';

/** Gives back what it is given; fails when that is `fail`. */
const echo: ToolDefinition = {
  id: 'echo',
  description: 'Gives back its value.',
  inputSchema: { type: 'object', properties: { value: {} } },
  repeat: 'pure',
  run: async ({ value }) => value as Json,
};

let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig({ tools: [echo] });
  for (const name of ['A', 'B', 'C', 'Desk', 'Boss']) await rig.agents({ name, instructions: name });
});
afterAll(() => rig.close());

const agent = (id: string, name: string) => ({ id, type: 'agent' as const, agent: name });
const tool = (id: string, value: Json) => ({ id, type: 'tool' as const, tool: 'echo', arguments: { value } });
const object = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];

/** Every agent's answer by its name. */
const say = (answers: Record<string, Behaviour | string>) =>
  rig.model.setBehaviour(({ messages }) => {
    const answer = answers[messages[0]?.content ?? ''] ?? {};
    return typeof answer === 'string' ? { text: answer } : answer;
  });

/** The rows of contract §3: the step, what its agents say, and exactly what it gives. */
const ROWS: [row: string, step: StepInput, answers: Record<string, Behaviour | string>, output: Output][] = [
  ['agent: the last assistant text', agent('x', 'A'), { A: 'hello' }, { text: 'hello' }],
  [
    'agent with a schema: the parsed object too',
    { ...agent('x', 'A'), output: object },
    { A: '{"n":1}' },
    { text: '{"n":1}', data: { n: 1 } },
  ],
  ['tool: a string is the text', tool('x', 'plain'), {}, { text: 'plain', data: 'plain' }],
  ['tool: any other value is JSON', tool('x', { a: [1, true] }), {}, { text: '{"a":[1,true]}', data: { a: [1, true] } }],
  ['tool: a number', tool('x', 7), {}, { text: '7', data: 7 }],
  ['tool: nothing', tool('x', null), {}, { text: '', data: null }],
  [
    "sequential: the last step's text",
    { id: 'x', type: 'sequential', steps: [tool('one', 1), agent('two', 'A')] },
    { A: 'end' },
    { text: 'end' },
  ],
  [
    "sequential: the last step's data",
    { id: 'x', type: 'sequential', steps: [agent('one', 'A'), tool('two', [2])] },
    { A: 'begin' },
    { text: '[2]', data: [2] },
  ],
  [
    'concurrent, collect: texts joined by a blank line, and every branch in order',
    {
      id: 'x',
      type: 'concurrent',
      onFailure: 'collect',
      branches: [agent('a', 'A'), agent('b', 'B'), tool('c', { n: 1 }), agent('d', 'C')],
    },
    { A: { text: 'one', firstByteDelayMs: 150 }, B: { fail: { status: 400, message: 'bad' } }, C: '' },
    {
      text: 'one\n\n{"n":1}\n\n',
      data: [
        { id: 'a', status: 'completed', text: 'one' },
        { id: 'b', status: 'failed', error: { code: 'provider_error', message: expect.any(String) } },
        { id: 'c', status: 'completed', text: '{"n":1}', data: { n: 1 } },
        { id: 'd', status: 'completed', text: '' },
      ],
    },
  ],
  [
    "concurrent, agent: the aggregator's",
    { id: 'x', type: 'concurrent', branches: [agent('a', 'A')], aggregate: { type: 'agent', agent: 'Boss' } },
    { A: 'one', Boss: 'sum' },
    { text: 'sum' },
  ],
  [
    'concurrent, vote: compared trimmed and case-folded',
    { id: 'x', type: 'concurrent', branches: [agent('a', 'A'), agent('b', 'B'), agent('c', 'C')], aggregate: { type: 'vote' } },
    { A: 'no', B: ' YES', C: 'yes\n' },
    { text: 'YES', data: { winner: 'YES', votes: { no: 1, YES: 2 } } },
  ],
  [
    'concurrent, vote: a tie goes to the earlier branch, whoever answers first',
    { id: 'x', type: 'concurrent', branches: [agent('a', 'A'), agent('b', 'B')], aggregate: { type: 'vote' } },
    { A: { text: 'left', firstByteDelayMs: 150 }, B: 'right' },
    { text: 'left', data: { winner: 'left', votes: { left: 1, right: 1 } } },
  ],
  [
    'groupChat: the last message, and how it ended',
    { id: 'x', type: 'groupChat', participants, maxRounds: 3 },
    { A: 'from ann', B: 'from bob' },
    { text: 'from ann', data: { rounds: 3, stoppedBy: 'maxRounds', lastSpeaker: 'ann' } },
  ],
  [
    'groupChat: ended by until',
    { id: 'x', type: 'groupChat', participants, until: 'last.agent == "bob"', maxRounds: 9 },
    { A: 'from ann', B: 'from bob' },
    { text: 'from bob', data: { rounds: 2, stoppedBy: 'until', lastSpeaker: 'bob' } },
  ],
  [
    'groupChat: ended by its manager before anyone spoke',
    { id: 'x', type: 'groupChat', participants, manager: { type: 'agent', agent: 'Boss' }, maxRounds: 9 },
    { Boss: '{"next":null}' },
    { text: '', data: { rounds: 0, stoppedBy: 'manager', lastSpeaker: '' } },
  ],
  [
    'handoff: the final message, who gave it and how it came there',
    { id: 'x', type: 'handoff', start: 'desk', participants: [{ id: 'desk', agent: 'Desk' }, ...participants] },
    { Desk: { toolCalls: [{ tool: 'handoff_to_bob', arguments: { reason: 'knows more' } }] }, B: 'done' },
    { text: 'done', data: { agent: 'bob', handoffs: [{ from: 'desk', to: 'bob', reason: 'knows more' }] } },
  ],
  [
    'handoff: none was needed',
    { id: 'x', type: 'handoff', start: 'ann', participants },
    { A: 'easy' },
    { text: 'easy', data: { agent: 'ann', handoffs: [] } },
  ],
  [
    "route: the taken step's text",
    { id: 'x', type: 'route', cases: [{ when: 'input == "hello"', step: agent('a', 'A') }], otherwise: tool('b', 1) },
    { A: 'taken' },
    { text: 'taken' },
  ],
  [
    "route: the taken step's data",
    { id: 'x', type: 'route', cases: [{ when: 'false', step: agent('a', 'A') }], otherwise: tool('b', [1]) },
    {},
    { text: '[1]', data: [1] },
  ],
  [
    "loop: the last body's, and how it ended",
    { id: 'x', type: 'loop', body: tool('b', { at: '{{ iteration }}' }), until: 'last.data.at == 3', maxIterations: 9 },
    {},
    { text: '{"at":3}', data: { iterations: 3, stoppedBy: 'until', value: { at: 3 } } },
  ],
  [
    'loop: a body without data, ended by its limit',
    { id: 'x', type: 'loop', body: agent('b', 'A'), until: 'false', maxIterations: 2 },
    { A: 'again' },
    { text: 'again', data: { iterations: 2, stoppedBy: 'maxIterations', value: null } },
  ],
  [
    'map: texts joined by a blank line, and every item in order',
    { id: 'x', type: 'map', over: '["p", 2]', body: tool('b', ['{{ item }}', '{{ index }}']) },
    {},
    {
      text: '["p",0]\n\n[2,1]',
      data: [
        { index: 0, status: 'completed', text: '["p",0]', data: ['p', 0] },
        { index: 1, status: 'completed', text: '[2,1]', data: [2, 1] },
      ],
    },
  ],
  ['map: over nothing', { id: 'x', type: 'map', over: 'input.filter(x, false)', body: agent('b', 'A') }, {}, { text: '', data: [] }],
];

describe("what a step gives is the contract's table", () => {
  it.each(ROWS)('%s', async (row, step, answers, output) => {
    say(answers);
    const finished = await rig.run(step, row === 'map: over nothing' ? [1] : 'hello');
    expect(finished.execution).toMatchObject({ status: 'completed', error: null });
    expect(finished.execution.output).toEqual(output);
    if (!row.includes('every branch')) expectWholeRecord(finished);
  });
});

describe('every pattern inside every other', () => {
  const run = async ({ step, output }: Expected): Promise<Finished> => {
    const finished = await rig.run(step);
    expect(finished.execution).toMatchObject({ status: 'completed', error: null });
    expect(finished.execution.output).toEqual(output);
    expectWholeRecord(finished);
    return finished;
  };

  it.each(OUTER)('%s around each', async (outer) => {
    rig.model.setBehaviour(answerByName);
    await Promise.all(INNER.map((inner) => run(wrap(outer, 'outer', createInner(inner, 'inner')))));
  });

  it('all in one, each in the one before', async () => {
    rig.model.setBehaviour(answerByName);
    const nested = OUTER.reduce((inner, outer, depth) => wrap(outer, `level${depth}`, inner), createInner('groupChat', 'chat'));
    const { execution, requests } = await run(nested);
    expect(execution.usage).toMatchObject({ wastedCalls: 0, calls: Object.keys(requests).length });
    expect(Object.values(requests).every((count) => count === 1)).toBe(true);
  });
});
