import type { ToolDefinition } from '../../contracts/ports/tool';
import { ToolError } from '../../contracts/ports/tool';
import { createEngineRig, type EngineRig, toLines } from '../harness/engine-rig';

const add: ToolDefinition = {
  id: 'add',
  description: 'Adds two numbers.',
  inputSchema: {
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a', 'b'],
    additionalProperties: false,
  },
  repeat: 'pure',
  run: async ({ a, b }) => Number(a) + Number(b),
};

const refuse: ToolDefinition = {
  id: 'refuse',
  description: 'Always fails.',
  inputSchema: { type: 'object' },
  repeat: 'pure',
  run: () => Promise.reject(new ToolError('not_today', 'Not today')),
};

let rig: EngineRig;

beforeAll(async () => {
  rig = await createEngineRig({ tools: [add, refuse] });
  await rig.agents({ name: 'Plain' }, { name: 'Calculator', tools: ['add', 'refuse'], limits: { maxTurns: 5 } });
});
afterAll(() => rig.close());
beforeEach(() => rig.model.setBehaviour({}));

describe('an agent in a turn', () => {
  it('answers the input, and the feed tells it in order', async () => {
    const { execution, events, messages } = await rig.run({ id: 'one', type: 'agent', agent: 'Plain' }, 'hi');
    expect(execution).toMatchObject({ status: 'completed', output: { text: 'answer 1 to hi' }, usage: { calls: 1, wastedCalls: 0 } });
    expect(messages.map(({ role, text, index }) => [role, text, index])).toEqual([
      ['user', 'hi', 0],
      ['assistant', 'answer 1 to hi', 1],
    ]);
    expect(toLines(events)).toEqual([
      'executionStarted',
      'stepStarted one',
      'messageAdded user one[0]',
      'messageAdded assistant one[1]',
      'stepCompleted one',
      'superstepCommitted one',
      'executionEnded',
    ]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('calls its tools in parallel and reads their results', async () => {
    rig.model.setBehaviour({
      toolCalls: [
        { tool: 'add', arguments: { a: 2, b: 3 } },
        { tool: 'refuse', arguments: {} },
        { tool: 'add', arguments: { a: 10, b: 20 } },
      ],
    });
    const { execution, messages, events } = await rig.run({ id: 'sum', type: 'agent', agent: 'Calculator' }, 'add');
    expect(execution.status).toBe('completed');
    expect(messages.map(({ role, text, index }) => [index, role, text]).sort()).toEqual([
      [0, 'user', 'add'],
      [1, 'assistant', ''],
      [2, 'tool', '5'],
      [3, 'tool', 'Error (not_today): Not today'],
      [4, 'tool', '30'],
      [5, 'assistant', expect.stringContaining('answer 2')],
    ]);
    const completed = events.filter(({ type }) => type === 'toolCompleted');
    expect(completed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ callId: 'sum:t1.1', tool: 'add', result: 5 }),
        expect.objectContaining({ callId: 'sum:t1.2', tool: 'refuse', error: { code: 'not_today', message: 'Not today' } }),
      ]),
    );
  });

  it('gives a call that does not fit back to the model, twice at most in a row', async () => {
    let answers = 0;
    rig.model.setBehaviour((request) => {
      answers++;
      return request.messages.filter(({ role }) => role === 'tool').length < 3 ? insisting({ tool: 'add', arguments: { a: 'x' } }) : {};
    });
    const { execution } = await rig.run({ id: 'bad', type: 'agent', agent: 'Calculator' });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'tool_call_invalid', stepPath: 'bad' } });
    expect(answers).toBe(3);
  });

  it('stops at its limit of model calls', async () => {
    rig.model.setBehaviour(() => insisting({ tool: 'add', arguments: { a: 1, b: 1 } }));
    const { execution, requests } = await rig.run({ id: 'endless', type: 'agent', agent: 'Calculator' });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'turn_limit', stepPath: 'endless' } });
    expect(Object.keys(requests)).toHaveLength(5);
  });
});

describe('a sequence', () => {
  it('hands each step the text of the one before, and templates read steps by name', async () => {
    const { execution, messages } = await rig.run(
      {
        id: 'row',
        type: 'sequential',
        steps: [
          { id: 'a', type: 'agent', agent: 'Plain' },
          { id: 'b', type: 'tool', tool: 'add', arguments: { a: '{{ input.n }}', b: 4 } },
          {
            id: 'inner',
            type: 'sequential',
            input: 'sum {{ steps.b.data }} of {{ steps.a.text }}',
            steps: [{ id: 'c', type: 'agent', agent: 'Plain' }],
          },
        ],
      },
      { n: 3 },
    );
    expect(messages.find(({ thread, index }) => thread === 'row/a' && index === 0)?.text).toBe('{"n":3}');
    expect(messages.find(({ thread, index }) => thread === 'row/inner/c' && index === 0)?.text).toMatch(/^sum 7 of answer 1 to/);
    expect(execution.output?.text).toMatch(/^answer 1 to sum 7/);
  });

  it('fails with the place where it failed, and the steps after it never start', async () => {
    const { execution, events } = await rig.run({
      id: 'row',
      type: 'sequential',
      steps: [
        { id: 'a', type: 'tool', tool: 'refuse' },
        { id: 'b', type: 'agent', agent: 'Plain' },
      ],
    });
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'tool_failed', stepPath: 'row/a' } });
    expect(toLines(events).slice(-3)).toEqual(['stepFailed row/a', 'stepFailed row', 'executionEnded']);
    expect(events.some(({ stepPath }) => stepPath === 'row/b')).toBe(false);
  });
});

/** Tool calls whether or not the last message is a tool's. */
function insisting(call: { tool: string; arguments: unknown }) {
  return { toolCalls: [call], insists: true };
}
