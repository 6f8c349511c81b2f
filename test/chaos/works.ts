import { setTimeout as pause } from 'node:timers/promises';
import { type Client, type Execution, hasEnded, StudioError } from '../../client';
import type { Budget } from '../../contracts/budget';
import type { ExecutionStatus } from '../../contracts/entities';
import type { StepInput } from '../../contracts/steps';
import type { Rule } from '../fakes/openai-server';

/** What chaos runs: one of each is made, and its executions are spread over the run. Add a line for a new step type. */
export interface Work {
  name: string;
  root: StepInput;
  /** How its executions may end when nobody cancels or terminates them. */
  ends: ExecutionStatus[];
  /** What the fake model does for it, before its usual mischief. */
  rules?: Rule[];
  /** Sends what it waits for (decisions, events); repeated with the same `key` when the API is away. Resolves when all is accepted. */
  push?(client: Client, executionId: string, key: string): Promise<void>;
  budget?: Budget;
  /** What is wrong with how a completed one went; undefined: nothing. */
  check?(execution: Execution): string | undefined;
}

const a = { id: 'a', type: 'agent', agent: 'Chaos A' } as const;
const b = { id: 'b', type: 'agent', agent: 'Chaos B' } as const;
const participants = [
  { id: 'ann', agent: 'Chaos A' },
  { id: 'bob', agent: 'Chaos B' },
];
const ends: ExecutionStatus[] = ['completed'];

const QUESTIONS = ['one', 'two', 'three'];

/** A decision that comes after another, or after the end, is refused; that is as it should be. */
async function unlessLate(decision: Promise<unknown>): Promise<void> {
  await decision.catch((error: unknown) => {
    if (!(error instanceof StudioError && [409, 410].includes(error.status))) throw error;
  });
}

export const WORKS: readonly Work[] = [
  { name: 'one agent', root: a, ends },
  {
    name: 'an agent with tools',
    root: { id: 'reader', type: 'agent', agent: 'Chaos tools' },
    ends,
    rules: [
      {
        when: { instructionsInclude: 'Chaos tools' },
        behaviour: { tokenDelayMs: 5, toolCalls: [1, 2].map((n) => ({ tool: 'text_statistics', arguments: { text: `n ${n}` } })) },
      },
    ],
  },
  { name: 'a row', root: { id: 'row', type: 'sequential', steps: [a, b, { ...a, id: 'c' }] }, ends },
  {
    name: 'branches',
    root: { id: 'all', type: 'concurrent', branches: [a, b, { ...a, id: 'c' }], aggregate: { type: 'agent', agent: 'Chaos B' } },
    ends,
  },
  { name: 'a chat', root: { id: 'chat', type: 'groupChat', participants, maxRounds: 5 }, ends },
  {
    name: 'a desk',
    root: { id: 'desk', type: 'handoff', participants, start: 'ann' },
    ends,
    rules: [{ when: { callIncludes: 'desk/ann#1' }, behaviour: { toolCalls: [{ tool: 'handoff_to_bob', arguments: {} }] } }],
  },
  {
    name: 'a way and a loop',
    root: {
      id: 'way',
      type: 'route',
      cases: [{ when: 'input != ""', step: { id: 'again', type: 'loop', body: a, until: 'iteration == 3', maxIterations: 5 } }],
    },
    ends,
  },
  { name: 'a map', root: { id: 'each', type: 'map', over: '[1, 2, 3, 4, 5]', body: b, maxParallel: 2 }, ends },
  {
    name: 'a file',
    root: {
      id: 'files',
      type: 'sequential',
      steps: [a, { id: 'keep', type: 'tool', tool: 'write_artifact', arguments: { name: 'answer.txt', text: '{{ steps.a.text }}' } }],
    },
    ends,
  },
  {
    name: 'everything',
    root: {
      id: 'outer',
      type: 'concurrent',
      onFailure: 'collect',
      branches: [
        { id: 'chat', type: 'groupChat', participants, maxRounds: 3 },
        { id: 'each', type: 'map', over: '[1, 2]', body: { id: 'pair', type: 'sequential', steps: [a, b] } },
      ],
    },
    ends,
  },
  { name: 'a rest', root: { id: 'later', type: 'sequential', steps: [{ id: 'rest', type: 'wait', for: '300ms' }, a] }, ends },
  {
    name: 'events',
    root: {
      id: 'both',
      type: 'concurrent',
      branches: [
        { id: 'one', type: 'sequential', steps: [a, { id: 'first', type: 'wait', event: 'go on' }, b] },
        { id: 'second', type: 'wait', event: 'go on' },
      ],
    },
    ends,
    // More than are waited for: each wait takes one, and none is lost or taken twice.
    async push(client, executionId, key) {
      const send = (n: number) =>
        client.executions.sendEvent(executionId, { name: 'go on', text: `event ${n}` }, { idempotencyKey: `${key}-event-${n}` });
      for (let n = 1; n <= 6; n++) await send(n);
    },
  },
  {
    name: 'approvals',
    root: { id: 'asked', type: 'concurrent', branches: QUESTIONS.map((id) => ({ id, type: 'approval', prompt: `May ${id}?` })) },
    ends,
    // In any order, each with its own words, again and again, and against each other: the first decision counts.
    async push(client, executionId, key) {
      for (; !hasEnded((await client.executions.get(executionId)).status); await pause(100)) {
        for (const { id, stepPath } of (await client.approvals.list({ executionId })).items.toReversed()) {
          const yes = { decision: 'approve', comment: `for ${stepPath}` } as const;
          await unlessLate(client.approvals.decide(id, yes, { idempotencyKey: `${key}-${id}-yes` }));
          await unlessLate(client.approvals.decide(id, yes, { idempotencyKey: `${key}-${id}-yes` }));
          await unlessLate(client.approvals.decide(id, { decision: 'reject', reason: 'too late' }, { idempotencyKey: `${key}-${id}-no` }));
        }
      }
    },
    check({ output }) {
      const given = (output?.data as { text?: string }[] | undefined)?.map(({ text }) => text);
      const meant = QUESTIONS.map((id) => `for asked/${id}`);
      return JSON.stringify(given) === JSON.stringify(meant) ? undefined : `was answered ${JSON.stringify(given)}`;
    },
  },
  {
    name: 'an inner execution',
    root: { id: 'outer', type: 'sequential', steps: [{ id: 'inner', type: 'workflow', workflow: 'a row' }, b] },
    ends,
  },
  {
    name: 'a chat with a ceiling',
    root: { id: 'chat', type: 'groupChat', participants, maxRounds: 9 },
    budget: { calls: 4, tokens: 100_000 },
    ends: ['budget_exhausted'],
  },
];

export function toWork(name: string): Work {
  const work = WORKS.find((one) => one.name === name);
  if (work === undefined) throw new Error(`There is no work "${name}"`);
  return work;
}

/** What the fake does by words in the input; each once a call, so that everything can end well. */
const MISCHIEF: Record<string, Rule['behaviour']> = {
  '#cut': { truncate: { after: 2, how: 'reset' } },
  '#end': { truncate: { after: 1, how: 'end' } },
  '#fail': { fail: { status: 503 } },
  '#limit': { fail: { status: 429, headers: { 'retry-after-ms': '150' } } },
};
export const MISCHIEFS = Object.keys(MISCHIEF);

/** All rules of the fake, the first match wins. */
export const RULES: Rule[] = [
  ...Object.entries(MISCHIEF).map(([word, behaviour]) => ({ when: { lastMessageIncludes: word, countAtMost: 1 }, behaviour })),
  ...WORKS.flatMap(({ rules = [] }) => rules),
  { when: { lastMessageIncludes: '#slow' }, behaviour: { tokenDelayMs: 120 } },
  { behaviour: { tokenDelayMs: 15 } },
];
