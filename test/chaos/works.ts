import type { Client } from '../../client';
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
}

const a = { id: 'a', type: 'agent', agent: 'Chaos A' } as const;
const b = { id: 'b', type: 'agent', agent: 'Chaos B' } as const;
const participants = [
  { id: 'ann', agent: 'Chaos A' },
  { id: 'bob', agent: 'Chaos B' },
];
const ends: ExecutionStatus[] = ['completed'];

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
