import type { JsonObject } from '../../contracts/json';
import type { Behaviour, ChatRequest } from '../fakes/openai/behaviour';
import { createEngineRig, type EngineRig, type Finished } from '../harness/engine-rig';

/**
 * The workflows of Anthropic's "Building effective agents" and the orchestrations of Microsoft's Agent Framework, each
 * as one definition. Every agent is played by the fake model, which knows it by its instructions.
 */
let rig: EngineRig;
beforeAll(async () => {
  rig = await createEngineRig();
});
afterAll(() => rig.close());

type Play = (last: string, request: ChatRequest) => string | Behaviour;

/** Makes the agents of one test, each named by its key and playing its part. */
async function cast(parts: Record<string, Play>, outputs: Record<string, JsonObject> = {}): Promise<void> {
  for (const name of Object.keys(parts)) await rig.agents({ name, instructions: name, ...(outputs[name] && { output: outputs[name] }) });
  rig.model.setBehaviour((request) => {
    const play = parts[request.messages[0]?.content ?? ''];
    if (play === undefined) throw new Error(`Nobody plays ${request.messages[0]?.content}`);
    const part = play(request.messages.at(-1)?.content ?? '', request);
    return typeof part === 'string' ? { text: part } : part;
  });
}

const agent = (id: string, name: string, more: { input?: string; output?: JsonObject } = {}) => ({
  id,
  type: 'agent' as const,
  agent: name,
  ...more,
});
const object = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const output = ({ execution }: Finished) => {
  expect(execution).toMatchObject({ status: 'completed', error: null });
  return execution.output;
};
const called = ({ requests }: Finished) => Object.keys(requests).sort();

describe("Anthropic's workflows", () => {
  it('prompt chaining: each call works on the answer of the one before, with a gate between them', async () => {
    await cast(
      {
        Outline: (topic) => `outline of ${topic}`,
        Gate: (outline) => JSON.stringify({ passes: outline.includes('lighthouses') }),
        Document: (outline) => `document after ${outline}`,
        Translate: (document) => `translated ${document}`,
      },
      { Gate: object({ passes: { type: 'boolean' } }) },
    );
    const chain = (topic: string) =>
      rig.run(
        {
          id: 'chain',
          type: 'sequential',
          steps: [
            agent('outline', 'Outline'),
            agent('gate', 'Gate'),
            {
              id: 'go',
              type: 'route',
              cases: [
                {
                  when: 'steps.gate.data.passes',
                  step: {
                    id: 'rest',
                    type: 'sequential',
                    input: '{{ steps.outline.text }}',
                    steps: [agent('document', 'Document'), agent('translate', 'Translate')],
                  },
                },
              ],
              otherwise: { id: 'exit', type: 'tool', tool: 'compose', arguments: { value: 'stopped at the gate' } },
            },
          ],
        },
        topic,
      );
    expect(output(await chain('lighthouses'))?.text).toBe('translated document after outline of lighthouses');
    const stopped = await chain('weather');
    expect(output(stopped)?.text).toBe('stopped at the gate');
    expect(called(stopped)).toEqual(['chain/gate:m1', 'chain/outline:m1']);
  });

  it('routing: a classifier sends an input to the one specialist that is made for it', async () => {
    await cast(
      {
        Classify: (question) => JSON.stringify({ kind: question.includes('refund') ? 'refund' : 'technical' }),
        Refund: (question) => `refund desk: ${question}`,
        Technical: (question) => `technical desk: ${question}`,
      },
      { Classify: object({ kind: { enum: ['refund', 'technical'] } }) },
    );
    const result = await rig.run(
      {
        id: 'care',
        type: 'sequential',
        steps: [
          agent('classify', 'Classify'),
          {
            id: 'specialist',
            type: 'route',
            input: '{{ input }}',
            cases: [
              { when: 'steps.classify.data.kind == "refund"', step: agent('refund', 'Refund') },
              { when: 'steps.classify.data.kind == "technical"', step: agent('technical', 'Technical') },
            ],
          },
        ],
      },
      'I want a refund',
    );
    expect(output(result)?.text).toBe('refund desk: I want a refund');
    expect(called(result)).toEqual(['care/classify:m1', 'care/specialist/refund:m1']);
  });

  it('parallelization, sectioning: independent parts at the same time, put together at the end', async () => {
    let running = 0;
    let most = 0;
    const section = (name: string) => () => {
      most = Math.max(most, ++running);
      setTimeout(() => running--, 150);
      return { text: name, firstByteDelayMs: 200 };
    };
    await cast({ Guard: section('harmless'), Answer: section('42'), Merge: (parts) => `merged ${parts.replaceAll('\n\n', ' | ')}` });
    const result = await rig.run({
      id: 'sections',
      type: 'concurrent',
      branches: [agent('guard', 'Guard'), agent('answer', 'Answer')],
      aggregate: { type: 'agent', agent: 'Merge' },
    });
    expect(output(result)?.text).toBe('merged guard: harmless | answer: 42');
    expect(most).toBe(2);
  });

  it('parallelization, voting: the same question several times, and the majority', async () => {
    const answers = ['vulnerable', 'safe', 'Vulnerable'];
    await cast({ Reviewer: () => answers.shift() ?? '' });
    const result = await rig.run({
      id: 'vote',
      type: 'concurrent',
      maxParallel: 1,
      branches: ['one', 'two', 'three'].map((id) => agent(id, 'Reviewer')),
      aggregate: { type: 'vote' },
    });
    expect(output(result)).toEqual({ text: 'vulnerable', data: { winner: 'vulnerable', votes: { vulnerable: 2, safe: 1 } } });
  });

  it('orchestrator and workers: an agent decides at run time how many workers get which task, another unites them', async () => {
    await cast(
      {
        Orchestrator: (task) => JSON.stringify({ tasks: ['a.ts', 'b.ts', 'c.ts'].map((file) => ({ file, change: task })) }),
        WorkerAgent: (task) => `done: ${task}`,
        Synthesizer: (results) => `${results.split('\n\n').length} results: ${results.replaceAll('\n\n', '; ')}`,
      },
      { Orchestrator: object({ tasks: { type: 'array', items: object({ file: { type: 'string' }, change: { type: 'string' } }) } }) },
    );
    const result = await rig.run(
      {
        id: 'change',
        type: 'sequential',
        steps: [
          agent('plan', 'Orchestrator'),
          {
            id: 'work',
            type: 'map',
            over: 'steps.plan.data.tasks',
            as: 'task',
            body: agent('worker', 'WorkerAgent', { input: '{{ task.change }} in {{ task.file }}' }),
          },
          agent('unite', 'Synthesizer'),
        ],
      },
      'rename it',
    );
    expect(output(result)?.text).toBe('3 results: done: rename it in a.ts; done: rename it in b.ts; done: rename it in c.ts');
  });

  it('evaluator and optimizer: one writes, one judges, with feedback, until it is good', async () => {
    await cast(
      {
        Generator: (feedback) => `solution ${feedback.includes('too long') ? 'short' : 'long'}`,
        Evaluator: (solution) =>
          JSON.stringify({ accepted: solution.endsWith('short'), feedback: solution.endsWith('short') ? '' : 'too long' }),
      },
      { Evaluator: object({ accepted: { type: 'boolean' }, feedback: { type: 'string' } }) },
    );
    const result = await rig.run({
      id: 'refine',
      type: 'loop',
      body: {
        id: 'pass',
        type: 'sequential',
        steps: [
          agent('generate', 'Generator'),
          agent('evaluate', 'Evaluator'),
          {
            id: 'hand_on',
            type: 'tool',
            tool: 'compose',
            arguments: {
              value: {
                solution: '{{ steps.generate.text }}',
                feedback: '{{ steps.evaluate.data.feedback }}',
                accepted: '{{ steps.evaluate.data.accepted }}',
              },
            },
          },
        ],
      },
      until: 'last.data.accepted',
      maxIterations: 5,
    });
    expect(output(result)?.data).toEqual({
      iterations: 2,
      stoppedBy: 'until',
      value: { solution: 'solution short', feedback: '', accepted: true },
    });
  });

  it('the autonomous agent: tools in a loop on what the environment answers, until it is done', async () => {
    await rig.agents({ name: 'Autonomous', instructions: 'Autonomous', tools: ['write_artifact', 'read_artifact'] });
    const plan = [
      { tool: 'write_artifact', arguments: { name: 'a.txt', text: 'draft' } },
      { tool: 'read_artifact', arguments: { name: 'a.txt' } },
    ];
    rig.model.setBehaviour(({ messages }) => {
      const next = plan[messages.filter(({ role }) => role === 'tool').length];
      return next === undefined ? { text: `I read ${messages.at(-1)?.content}` } : { toolCalls: [next], insists: true };
    });
    const result = await rig.run(agent('auto', 'Autonomous'));
    expect(output(result)?.text).toBe('I read draft');
    expect(called(result)).toEqual(['auto:m1', 'auto:m2', 'auto:m3']);
  });
});

describe("Microsoft Agent Framework's orchestrations", () => {
  const others = ({ messages }: ChatRequest) => messages.filter(({ role }) => role !== 'system').map(({ content }) => content);

  it('sequential: a pipeline of agents', async () => {
    await cast({
      Analyst: (text) => `features of ${text}`,
      Copywriter: (text) => `copy from ${text}`,
      Polisher: (text) => `polished ${text}`,
    });
    const result = await rig.run(
      { id: 'pipeline', type: 'sequential', steps: [agent('a', 'Analyst'), agent('b', 'Copywriter'), agent('c', 'Polisher')] },
      'a bottle',
    );
    expect(output(result)?.text).toBe('polished copy from features of a bottle');
  });

  it('concurrent: the same task to several agents, their answers collected', async () => {
    await cast({ Physicist: (text) => `physics of ${text}`, Chemist: (text) => `chemistry of ${text}` });
    const result = await rig.run({ id: 'experts', type: 'concurrent', branches: [agent('p', 'Physicist'), agent('c', 'Chemist')] }, 'heat');
    expect(output(result)).toEqual({
      text: 'physics of heat\n\nchemistry of heat',
      data: [
        { id: 'p', status: 'completed', text: 'physics of heat' },
        { id: 'c', status: 'completed', text: 'chemistry of heat' },
      ],
    });
  });

  it('group chat: a writer and a reviewer in one conversation until the reviewer approves', async () => {
    const seen: (string | null)[][] = [];
    await cast({
      ChatWriter: (_last, request) => `slogan ${others(request).length}`,
      ChatReviewer: (last, request) => {
        seen.push(others(request));
        return last.endsWith('3') ? 'APPROVED' : 'try again';
      },
    });
    const result = await rig.run(
      {
        id: 'chat',
        type: 'groupChat',
        participants: [
          { id: 'writer', agent: 'ChatWriter' },
          { id: 'reviewer', agent: 'ChatReviewer' },
        ],
        until: 'last.agent == "reviewer" && last.text == "APPROVED"',
        maxRounds: 10,
      },
      'a car',
    );
    expect(output(result)).toEqual({ text: 'APPROVED', data: { rounds: 4, stoppedBy: 'until', lastSpeaker: 'reviewer' } });
    expect(seen.at(-1)).toEqual(['a car', 'writer: slogan 1', 'try again', 'writer: slogan 3']);
  });

  it('group chat: with a manager that is an agent', async () => {
    const choices = [{ next: 'b', instruction: 'begin' }, { next: 'a' }, { next: null }];
    await cast({ Manager: () => JSON.stringify(choices.shift()), MemberA: () => 'from a', MemberB: (last) => `from b: ${last}` });
    const result = await rig.run({
      id: 'chat',
      type: 'groupChat',
      participants: [
        { id: 'a', agent: 'MemberA' },
        { id: 'b', agent: 'MemberB' },
      ],
      manager: { type: 'agent', agent: 'Manager' },
      maxRounds: 10,
    });
    expect(output(result)).toEqual({ text: 'from a', data: { rounds: 2, stoppedBy: 'manager', lastSpeaker: 'a' } });
    expect(result.messages.map(({ text }) => text)).toContain('from b: begin');
  });

  it('handoff: a triage passes the conversation to a specialist, who gives it back', async () => {
    const hand = (to: string, reason: string) => ({ toolCalls: [{ tool: `handoff_to_${to}`, arguments: { reason } }] });
    await cast({
      TriageAgent: (_last, { messages }) => (messages.length === 2 ? hand('refunds', 'wants money back') : 'Anything else?'),
      RefundAgent: () => hand('triage', 'done'),
    });
    const result = await rig.run({
      id: 'support',
      type: 'handoff',
      participants: [
        { id: 'triage', agent: 'TriageAgent' },
        { id: 'refunds', agent: 'RefundAgent' },
      ],
      start: 'triage',
      routes: { triage: ['refunds'], refunds: ['triage'] },
    });
    expect(output(result)).toEqual({
      text: 'Anything else?',
      data: {
        agent: 'triage',
        handoffs: [
          { from: 'triage', to: 'refunds', reason: 'wants money back' },
          { from: 'refunds', to: 'triage', reason: 'done' },
        ],
      },
    });
  });
});
