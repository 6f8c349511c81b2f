import { a, b, completes as ends, participants, type Work } from '../work';

const ledger = (satisfied: boolean, next: string) =>
  JSON.stringify({ satisfied, progress: true, inLoop: false, next, instruction: `what ${next} shall do` });

/** Every type of step that nobody need push. */
export const PATTERN_WORKS: readonly Work[] = [
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
    name: 'a chat with a chair',
    root: { id: 'panel', type: 'groupChat', participants, manager: { type: 'agent', agent: 'Chaos chair' }, maxRounds: 9 },
    ends,
    rules: [
      { when: { callIncludes: 'panel:manager4' }, behaviour: { text: '{"next":null}' } },
      { when: { callIncludes: 'panel:manager' }, behaviour: { text: '{"next":"bob","instruction":"go on"}', tokenDelayMs: 15 } },
    ],
    check: ({ execution: { output } }) => {
      const { rounds, stoppedBy } = (output?.data ?? {}) as { rounds?: number; stoppedBy?: string };
      return rounds === 3 && stoppedBy === 'manager' ? undefined : `was ended by ${stoppedBy} after ${rounds} rounds`;
    },
  },
  {
    name: 'a team',
    root: { id: 'team', type: 'magentic', manager: 'Chaos boss', participants, maxRounds: 9, maxStalls: 2 },
    ends,
    rules: [
      { when: { callIncludes: 'team:progress3' }, behaviour: { text: ledger(true, 'ann') } },
      { when: { callIncludes: 'team:progress2' }, behaviour: { text: ledger(false, 'bob'), tokenDelayMs: 5 } },
      { when: { callIncludes: 'team:progress' }, behaviour: { text: ledger(false, 'ann'), tokenDelayMs: 5 } },
    ],
    check: ({ execution: { output } }) => {
      const { rounds, replans } = (output?.data ?? {}) as { rounds?: number; replans?: number };
      return rounds === 2 && replans === 0 ? undefined : `took ${rounds} rounds and ${replans} new plans`;
    },
  },
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
    name: 'an inner execution',
    root: { id: 'outer', type: 'sequential', steps: [{ id: 'inner', type: 'workflow', workflow: 'a row' }, b] },
    ends,
  },
  {
    name: 'a family',
    root: {
      id: 'family',
      type: 'concurrent',
      branches: [
        { id: 'one', type: 'workflow', workflow: 'a chat' },
        { id: 'two', type: 'workflow', workflow: 'an inner execution' },
      ],
    },
    ends,
  },
  {
    name: 'a model that fails',
    root: { id: 'row', type: 'sequential', steps: [{ id: 'second', type: 'agent', agent: 'Chaos spare' }, a] },
    ends,
    rules: [{ when: { modelIs: 'broken' }, behaviour: { fail: { status: 400 } } }],
    check: ({ messages }) => {
      const models = messages.flatMap(({ role, model }) => (role === 'assistant' ? [model] : []));
      return models[0] === 'openai/spare' ? undefined : `was answered by ${JSON.stringify(models)}`;
    },
  },
];
