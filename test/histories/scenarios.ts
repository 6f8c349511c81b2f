import type { Budget } from '../../contracts/budget';
import type { Edit } from '../../contracts/edits';
import type { ExecutionStatus } from '../../contracts/entities';
import type { Json } from '../../contracts/json';
import type { NewDecision } from '../../contracts/ports/approval-store';
import type { StepInput } from '../../contracts/steps';
import type { Behaviour, ChatRequest, RequestContext } from '../fakes/openai/behaviour';
import { waitUntil } from '../../runtime/wait-until';
import { decideApproval } from '../harness/decide-approval';
import type { EngineRig, Run } from '../harness/engine-rig';
import { manyCases } from '../harness/many-cases';

/** An execution whose history is recorded: every pattern, and the ways in which calls and steps end. */
export interface Scenario {
  /** Saved before, for the steps that run them. */
  workflows?: { name: string; root: StepInput }[];
  root: StepInput;
  budget?: Budget;
  input?: Json;
  behaviour?: Behaviour | ((request: ChatRequest, context: RequestContext) => Behaviour);
  /** What happens while it runs. */
  meanwhile?(rig: EngineRig, run: Run): Promise<void>;
  status: ExecutionStatus;
  /** Temporal suggests to continue as new after 40 events; it must do so, thus last longer than the shortest run (1 s). */
  shortRuns?: true;
  /** Once it has ended, another execution begins with what it had at this superstep, the newest if none is given. */
  fork?: { superstep?: number; edits?: Edit[]; behaviour?: Scenario['behaviour']; status: ExecutionStatus };
}

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const b = { id: 'b', type: 'agent', agent: 'B' } as const;
const c = { id: 'c', type: 'agent', agent: 'B' } as const;
const participants = [
  { id: 'ann', agent: 'A' },
  { id: 'bob', agent: 'B' },
];
const textTool = { tool: 'text_statistics', arguments: { text: 'a b c' } };
const undo = (id: string): StepInput => ({ id, type: 'tool', tool: 'text_statistics', arguments: { text: 'undone' } });
/** A manager that has bob work, and says of each round what is given. */
const managed = (judge: (round: number) => object) => {
  let round = 0;
  return (request: ChatRequest): Behaviour =>
    speaks(request, 'Boss') && request.messages.at(-1)?.content?.includes('How does the work stand?')
      ? { text: JSON.stringify({ satisfied: false, progress: true, inLoop: false, next: 'bob', instruction: 'go', ...judge(++round) }) }
      : {};
};
/** A route without a case. */
const fails: StepInput = { id: 'fails', type: 'route', cases: [{ when: 'false', step: c }] };
/** Ten calls in a row take longer than the shortest run. */
const slow = { firstByteDelayMs: 120 };
const speaks = (request: ChatRequest, agent: string) => request.messages[0]?.content === `I am ${agent}`;

export const SCENARIOS: Record<string, Scenario> = {
  agent: { root: a, status: 'completed' },
  'agent-with-tools': { root: a, behaviour: { toolCalls: [textTool, textTool] }, status: 'completed' },
  'agent-retried': { root: a, behaviour: { fail: { status: 503, times: 1 } }, status: 'completed' },
  'agent-held-back': {
    root: { id: 'all', type: 'concurrent', branches: [a, { id: 'row', type: 'sequential', steps: [b, c] }] },
    behaviour: (request, { count }) => {
      if (speaks(request, 'A')) return count === 1 ? { fail: { status: 429, headers: { 'retry-after': '6' } } } : {};
      return { firstByteDelayMs: 500 };
    },
    status: 'completed',
  },
  'agent-fallback': {
    root: { ...a, agent: 'Spare', retry: { maxAttempts: 2, initialInterval: '10ms' } },
    behaviour: (request) => (request.model === 'fake' ? { fail: { status: 503 } } : {}),
    status: 'completed',
  },
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
  'time-budget': { root: { id: 'row', type: 'sequential', steps: [a, b] }, budget: { time: '30s' }, status: 'completed' },
  'time-budget-exhausted': {
    root: { id: 'row', type: 'sequential', steps: [a, b] },
    budget: { time: '1s' },
    behaviour: (request) => (speaks(request, 'B') ? { stallAfter: 1 } : {}),
    status: 'budget_exhausted',
    fork: { status: 'completed' },
  },
  'time-budget-continued': {
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 10_000 },
    budget: { time: '4s' },
    behaviour: slow,
    status: 'budget_exhausted',
    shortRuns: true,
  },
  'time-budget-asks': {
    root: { id: 'row', type: 'sequential', steps: [{ id: 't', type: 'tool', ...textTool }, a] },
    budget: { time: '1ms', onExceeded: 'ask' },
    async meanwhile(rig, run) {
      await approveAll(rig, run, 1, { form: { time: '1h' } });
    },
    status: 'completed',
  },
  'calls-budget-exhausted': {
    root: { id: 'all', type: 'concurrent', branches: [a, { id: 'row', type: 'sequential', steps: [b, c] }], onFailure: 'collect' },
    budget: { calls: 2 },
    status: 'budget_exhausted',
    fork: { status: 'completed' },
  },
  'budget-asked': {
    root: { id: 'all', type: 'concurrent', branches: [{ id: 'row', type: 'sequential', steps: [a, b] }, { id: 'other', type: 'sequential', steps: [c, { ...a, id: 'd' }] }] },
    budget: { calls: 2, onExceeded: 'ask' },
    meanwhile: (rig, run) => approveAll(rig, run, 1, { form: { calls: 5 } }),
    status: 'completed',
  },
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
  'group-chat-summaries': {
    root: {
      id: 'chat',
      type: 'groupChat',
      participants: [
        { id: 'ann', agent: 'A', view: { type: 'summary', keep: 1 } },
        { id: 'bob', agent: 'B', view: { type: 'window', last: 2 } },
      ],
      maxRounds: 8,
    },
    status: 'completed',
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
  magentic: {
    root: { id: 'team', type: 'magentic', manager: 'Boss', participants, maxRounds: 3, maxStalls: 1 },
    behaviour: managed((round) => ({ progress: round !== 2 })),
    status: 'completed',
  },
  'magentic-invalid': {
    root: { id: 'team', type: 'magentic', manager: 'Boss', participants, maxRounds: 3 },
    status: 'failed',
  },
  'continued-magentic': {
    root: { id: 'team', type: 'magentic', manager: 'Boss', participants, maxRounds: 15, maxStalls: 1 },
    behaviour: (request) => ({ ...managed((round) => ({ progress: round % 4 !== 0 }))(request), ...slow }),
    status: 'completed',
    shortRuns: true,
    fork: { superstep: 5, behaviour: managed(() => ({})), status: 'completed' },
  },
  compensated: {
    root: { id: 'row', type: 'sequential', steps: [{ ...a, compensate: undo('una') }, { ...b, compensate: undo('unb') }, fails] },
    status: 'failed',
  },
  'compensated-cancelled': {
    root: { id: 'row', type: 'sequential', steps: [{ ...a, compensate: undo('una') }, b] },
    behaviour: (request) => (speaks(request, 'B') ? { stallAfter: 1 } : {}),
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ requests }) => requests === 2);
      await run.handle.cancel();
    },
    status: 'cancelled',
  },
  'continued-compensated': {
    root: {
      id: 'row',
      type: 'sequential',
      steps: [{ id: 'again', type: 'loop', body: { ...a, compensate: { ...b, id: 'una' } }, until: 'iteration == 12', maxIterations: 12 }, fails],
    },
    behaviour: slow,
    status: 'failed',
    shortRuns: true,
  },
  workflow: {
    workflows: [{ name: 'Child', root: { id: 'child', type: 'sequential', steps: [a, b] } }],
    root: { id: 'row', type: 'sequential', steps: [{ id: 'w', type: 'workflow', workflow: 'Child' }, c] },
    status: 'completed',
  },
  'workflow-cancelled': {
    workflows: [{ name: 'Stalls', root: a }],
    root: { id: 'all', type: 'concurrent', branches: [{ id: 'w', type: 'workflow', workflow: 'Stalls' }, b] },
    behaviour: { stallAfter: 1 },
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ requests }) => requests === 2);
      await run.handle.cancel();
    },
    status: 'cancelled',
  },
  'continued-workflow': {
    workflows: [{ name: 'Long', root: { id: 'chat', type: 'groupChat', participants, maxRounds: 24 } }],
    root: {
      id: 'all',
      type: 'concurrent',
      branches: [
        { id: 'w', type: 'workflow', workflow: 'Long' },
        { id: 'again', type: 'loop', body: a, until: 'iteration == 20', maxIterations: 50 },
      ],
    },
    behaviour: slow,
    status: 'completed',
    shortRuns: true,
  },
  'approval-expired': {
    root: { id: 'ask', type: 'approval', prompt: 'May it?', timeout: '50ms', onTimeout: 'reject', escalation: { after: '10ms', to: ['b'] } },
    status: 'completed',
  },
  'approval-decided': {
    root: {
      id: 'all',
      type: 'concurrent',
      branches: [a, { id: 'ask', type: 'approval', prompt: 'May it?' }, { id: 't', type: 'tool', ...textTool, approval: {} }],
    },
    async meanwhile(rig, run) {
      await approveAll(rig, run, 2);
    },
    status: 'completed',
  },
  'many-end-at-once': {
    root: { id: 'each'.padEnd(64, '_'), type: 'map', over: 'input', body: { id: 'row'.padEnd(64, '_'), type: 'sequential', steps: [a] }, maxParallel: 60 },
    input: Array.from({ length: 60 }, (_, index) => index),
    behaviour: { hold: { gate: 'many', at: 'beforeFirstByte' } },
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ held }) => held.many === 60);
      await run.handle.cancel();
    },
    status: 'cancelled',
  },
  'long-plan': { root: manyCases(450, a), status: 'completed' },
  'long-plan-of-a-part': {
    workflows: [{ name: 'Long plan', root: manyCases(450, a) }],
    root: { id: 'w', type: 'workflow', workflow: 'Long plan' },
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
  'forked-with-edits': {
    root: { id: 'row', type: 'sequential', steps: [a, b, { id: 'again', type: 'loop', body: c, until: 'iteration == 2', maxIterations: 3 }] },
    behaviour: { toolCalls: [textTool] },
    status: 'completed',
    fork: {
      superstep: 1,
      edits: [
        { type: 'toolResult', callId: 'row/a:t1.1', result: 'another' },
        { type: 'input', stepPath: 'row/again/c#2', input: 'another' },
      ],
      behaviour: {},
      status: 'completed',
    },
  },
  'forked-chat': {
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 4 },
    status: 'completed',
    fork: { superstep: 2, status: 'completed' },
  },
  'forked-branches': {
    root: {
      id: 'all',
      type: 'concurrent',
      branches: [a, { id: 'row', type: 'sequential', steps: [b, c] }, { ...a, id: 'd' }],
      aggregate: { type: 'agent', agent: 'Boss' },
    },
    status: 'completed',
    fork: { superstep: 2, status: 'completed' },
  },
  'forked-map': {
    root: { id: 'each', type: 'map', over: 'input.items', body: a, maxParallel: 1 },
    input: { items: [1, 2, 3] },
    status: 'completed',
    fork: { superstep: 2, status: 'completed' },
  },
  'forked-handoff': {
    root: { id: 'desk', type: 'handoff', participants, start: 'ann' },
    behaviour: (request) => (speaks(request, 'A') ? { toolCalls: [{ tool: 'handoff_to_bob', arguments: {} }] } : {}),
    status: 'completed',
    fork: { superstep: 1, status: 'completed' },
  },
  retried: {
    root: { id: 'row', type: 'sequential', steps: [a, b, { ...a, id: 'd' }] },
    behaviour: (request) => (speaks(request, 'B') ? { fail: { status: 400 } } : {}),
    status: 'failed',
    fork: { status: 'completed' },
  },
  'continued-chat': {
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 24 },
    behaviour: slow,
    status: 'completed',
    shortRuns: true,
    fork: { superstep: 20, status: 'completed' },
  },
  'continued-turn': {
    root: a,
    behaviour: { firstByteDelayMs: 200, toolCalls: [textTool, textTool], insists: true },
    status: 'failed',
    shortRuns: true,
  },
  'wait-for-time': {
    root: { id: 'row', type: 'sequential', steps: [a, { id: 'rest', type: 'wait', for: '300ms' }, b] },
    status: 'completed',
  },
  'wait-for-event': {
    root: {
      id: 'all',
      type: 'concurrent',
      branches: [
        { id: 'pay', type: 'wait', event: 'paid', timeout: '1d' },
        { id: 'row', type: 'sequential', steps: [{ id: 'go', type: 'wait', event: 'sent' }, a] },
      ],
    },
    async meanwhile(rig, run) {
      await untilWaiting(run, 'all/pay');
      for (const about of ['other', 'sent', 'paid']) await rig.send(run, { kind: 'event', about, content: { text: about } });
    },
    status: 'completed',
  },
  'wait-timeout': { root: { id: 'pay', type: 'wait', event: 'paid', timeout: '300ms' }, status: 'failed' },
  'wait-cancelled': {
    root: { id: 'pay', type: 'wait', event: 'paid' },
    async meanwhile(_rig, run) {
      await untilWaiting(run, 'pay');
      await run.handle.cancel();
    },
    status: 'cancelled',
  },
  paused: {
    root: { id: 'row', type: 'sequential', steps: [a, b] },
    behaviour: { hold: { gate: 'paused', at: 'beforeFirstByte' } },
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ requests }) => requests === 1);
      await rig.send(run, { kind: 'pause' });
      rig.model.release('paused');
      await rig.model.waitFor(({ completed }) => completed === 1);
      await rig.send(run, { kind: 'resume' });
    },
    status: 'completed',
  },
  'paused-chat-person': {
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 2 },
    behaviour: { hold: { gate: 'paused chat', at: 'beforeFirstByte' } },
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ requests }) => requests === 1);
      await rig.send(run, { kind: 'pause' });
      rig.model.release('paused chat');
      await rig.model.waitFor(({ completed }) => completed === 1);
      await rig.send(run, { kind: 'message', about: 'chat', content: { text: 'Hello', as: 'Anna' } });
      await rig.send(run, { kind: 'resume' });
    },
    status: 'completed',
  },
  'paused-cancelled-undone': {
    root: { id: 'row', type: 'sequential', steps: [{ ...a, compensate: { id: 'undo', type: 'agent', agent: 'B' } }, b] },
    behaviour: { hold: { gate: 'paused and cancelled', at: 'beforeFirstByte' } },
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ requests }) => requests === 1);
      await rig.send(run, { kind: 'pause' });
      rig.model.release('paused and cancelled');
      await rig.model.waitFor(({ completed }) => completed === 1);
      await run.handle.cancel();
    },
    status: 'cancelled',
  },
  'group-chat-person': {
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 3 },
    behaviour: { hold: { gate: 'person', at: 'beforeFirstByte' } },
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ requests }) => requests === 1);
      await rig.send(run, { kind: 'message', about: 'chat', content: { text: 'Hello', as: 'Anna' } });
      rig.model.release('person');
    },
    status: 'completed',
  },
  'continued-cancelled': {
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 10_000 },
    behaviour: slow,
    async meanwhile(rig, run) {
      await rig.model.waitFor(({ completed }) => completed === 20);
      await run.handle.cancel();
    },
    status: 'cancelled',
    shortRuns: true,
  },
  'continued-everything': {
    root: {
      id: 'row',
      type: 'sequential',
      steps: [
        {
          id: 'all',
          type: 'concurrent',
          branches: [
            { id: 'again', type: 'loop', body: { id: 'chat', type: 'groupChat', participants, maxRounds: 3 }, until: 'iteration == 4', maxIterations: 4 },
            { id: 'each', type: 'map', over: '[1, 2, 3, 4, 5, 6]', body: { id: 'pair', type: 'sequential', steps: [a, b] }, maxParallel: 2 },
          ],
        },
        { id: 'way', type: 'route', cases: [{ when: 'steps.all.text != ""', step: { id: 'desk', type: 'handoff', participants, start: 'bob' } }] },
      ],
    },
    behaviour: slow,
    status: 'completed',
    shortRuns: true,
  },
};

async function untilWaiting(run: Run, stepPath: string): Promise<void> {
  const waits = async () => (await run.feed()).some((event) => event.type === 'waitStarted' && event.stepPath === stepPath);
  await waitUntil(waits, 20_000, `${stepPath} does not wait`);
}

/** Says yes to so many approvals. */
async function approveAll(rig: EngineRig, run: Run, count: number, made?: Partial<NewDecision>): Promise<void> {
  const asked = async () => (await run.feed()).flatMap((event) => (event.type === 'approvalRequested' ? [event.approvalId] : []));
  await waitUntil(async () => (await asked()).length === count, 20_000, 'Nobody was asked');
  for (const id of await asked()) await decideApproval(rig, run, id, made);
}
