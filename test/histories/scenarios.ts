import type { ExecutionStatus } from '../../contracts/entities';
import type { Json } from '../../contracts/json';
import type { StepInput } from '../../contracts/steps';
import type { Behaviour, ChatRequest, RequestContext } from '../fakes/openai/behaviour';
import type { EngineRig, Run } from '../harness/engine-rig';

/** An execution whose history is recorded: every pattern, and the ways in which calls and steps end. */
export interface Scenario {
  root: StepInput;
  input?: Json;
  behaviour?: Behaviour | ((request: ChatRequest, context: RequestContext) => Behaviour);
  /** What happens while it runs. */
  meanwhile?(rig: EngineRig, run: Run): Promise<void>;
  status: ExecutionStatus;
}

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const c = { id: 'c', type: 'agent', agent: 'B' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];
const textTool = { tool: 'text_statistics', arguments: { text: 'a b c' } };
const speaks = (request: ChatRequest, agent: string) => request.messages[0]?.content === `I am ${agent}`;

export const SCENARIOS: Record<string, Scenario> = {
  agent: { root: a, status: 'completed' },
  'agent-with-tools': { root: a, behaviour: { toolCalls: [textTool, textTool] }, status: 'completed' },
  'agent-retried': { root: a, behaviour: { fail: { status: 503, times: 1 } }, status: 'completed' },
  'agent-refused': { root: a, behaviour: { fail: { status: 400 } }, status: 'failed' },
  'agent-turn-limit': { root: a, behaviour: { toolCalls: [textTool], insists: true }, status: 'failed' },
  'agent-output-invalid': { root: { ...a, output: { type: 'object' } }, status: 'failed' },
  tool: { root: { id: 't', type: 'tool', tool: 'text_statistics', arguments: { text: '{{ input }}' } }, status: 'completed' },
  'sequential-nested': {
    root: {
      id: 'row',
      type: 'sequential',
      steps: [a, { id: 'inner', type: 'sequential', input: 'again {{ steps.a.text }}', steps: [b] }, c],
    },
    status: 'completed',
  },
  'step-timeout': { root: { id: 'row', type: 'sequential', timeout: '500ms', steps: [a, b] }, behaviour: { stallAfter: 1 }, status: 'failed' },
  cancelled: {
    root: { id: 'row', type: 'sequential', steps: [a, b] },
    behaviour: { stallAfter: 1 },
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ requests }) => requests === 1);
      await run.handle.cancel();
    },
    status: 'cancelled',
  },
  concurrent: { root: { id: 'all', type: 'concurrent', branches: [a, b, c] }, status: 'completed' },
  'concurrent-fail': {
    root: { id: 'all', type: 'concurrent', branches: [a, b, c] },
    behaviour: (request) => (speaks(request, 'A') ? { fail: { status: 400 } } : { stallAfter: 1 }),
    status: 'failed',
  },
  'concurrent-collect-vote': {
    root: { id: 'all', type: 'concurrent', branches: [a, b, c], onFailure: 'collect', maxParallel: 2, aggregate: { type: 'vote' } },
    behaviour: (request) => (speaks(request, 'A') ? { fail: { status: 400 } } : { text: 'yes' }),
    status: 'completed',
  },
  'concurrent-aggregator': {
    root: { id: 'all', type: 'concurrent', branches: [a, b], aggregate: { type: 'agent', agent: 'Boss' } },
    status: 'completed',
  },
  'group-chat': {
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 9, until: 'round == 5' },
    status: 'completed',
  },
  'group-chat-managed': {
    root: { id: 'chat', type: 'groupChat', participants, manager: { type: 'agent', agent: 'Boss' }, maxRounds: 3 },
    behaviour: (request) => (speaks(request, 'Boss') ? { text: '{"next":"bob","instruction":"go"}' } : {}),
    status: 'completed',
  },
  'group-chat-manager-invalid': {
    root: { id: 'chat', type: 'groupChat', participants, manager: { type: 'agent', agent: 'Boss' }, maxRounds: 3 },
    status: 'failed',
  },
  handoff: {
    root: { id: 'desk', type: 'handoff', participants, start: 'ann' },
    behaviour: (request) => (speaks(request, 'A') ? { toolCalls: [{ tool: 'handoff_to_bob', arguments: { reason: 'r' } }] } : {}),
    status: 'completed',
  },
  'handoff-limit': {
    root: { id: 'desk', type: 'handoff', participants, start: 'ann', maxHandoffs: 1 },
    behaviour: (request) => ({ toolCalls: [{ tool: `handoff_to_${speaks(request, 'A') ? 'bob' : 'ann'}`, arguments: {} }], insists: true }),
    status: 'failed',
  },
  route: {
    root: { id: 'way', type: 'route', cases: [{ when: 'input == "hello"', step: a }], otherwise: b },
    status: 'completed',
  },
  loop: { root: { id: 'again', type: 'loop', body: a, until: 'iteration == 3', maxIterations: 5 }, status: 'completed' },
  map: {
    root: { id: 'each', type: 'map', over: 'input.items', body: { ...a, input: '{{ index }} {{ item }}' }, maxParallel: 2 },
    input: { items: [1, 2, 3, 4, 5] },
    status: 'completed',
  },
  'everything-nested': {
    root: {
      id: 'row',
      type: 'sequential',
      steps: [
        {
          id: 'all',
          type: 'concurrent',
          branches: [
            { id: 'again', type: 'loop', body: { id: 'chat', type: 'groupChat', participants, maxRounds: 2 }, until: 'iteration == 2', maxIterations: 2 },
            { id: 'each', type: 'map', over: '[1, 2]', body: { id: 'pair', type: 'sequential', steps: [a, b] } },
          ],
        },
        { id: 'way', type: 'route', cases: [{ when: 'steps.all.text != ""', step: { id: 'desk', type: 'handoff', participants, start: 'bob' } }] },
      ],
    },
    status: 'completed',
  },
};
