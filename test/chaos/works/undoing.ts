import type { StepInput } from '../../../contracts/steps';
import { completes, type Work } from '../work';

const agent = (id: string, compensate?: StepInput): StepInput => ({
  id,
  type: 'agent',
  agent: 'Chaos A',
  ...(compensate !== undefined && { compensate }),
});
const undoable = (id: string) => agent(id, agent(`un${id}`));
const fails = (call: string) => ({ when: { callIncludes: call }, behaviour: { fail: { status: 400 } } });

/** What is done and undone; that it is, each once and in which order, is `checks/check-undoing.ts`. */
export const UNDOING_WORKS: readonly Work[] = [
  {
    // Undone when somebody cancels it.
    name: 'what can be undone',
    root: { id: 'kept', type: 'sequential', steps: ['a', 'b', 'c', 'd'].map(undoable) },
    ends: completes,
  },
  {
    name: 'what is undone',
    root: {
      id: 'undone',
      type: 'sequential',
      steps: [
        undoable('a'),
        { id: 'each', type: 'map', over: '[1, 2]', body: undoable('item') },
        { id: 'file', type: 'tool', tool: 'write_artifact', arguments: { name: 'a.txt', text: 'a' }, compensate: agent('unfile') },
        agent('last'),
      ],
    },
    ends: ['failed'],
    rules: [fails('/undone/last')],
    check: ({ execution: { error } }) => (error?.code === 'provider_error' ? undefined : `failed with ${JSON.stringify(error)}`),
  },
  {
    name: 'what cannot be undone',
    root: { id: 'stuck', type: 'sequential', steps: [...['a', 'b', 'c'].map(undoable), agent('last')] },
    ends: ['failed'],
    rules: [fails('/stuck/last'), fails('/stuck/b/unb')],
    check: ({ execution: { error } }) => (error?.code === 'compensation_failed' ? undefined : `failed with ${JSON.stringify(error)}`),
  },
];
