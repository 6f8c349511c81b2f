import type { StepInput } from '../../contracts/steps';
import type { Rule } from '../fakes/openai-server';
import type { Places, Work } from './work';
import { PATTERN_WORKS } from './works/patterns';
import { PEOPLE_WORKS } from './works/people';
import { UNDOING_WORKS } from './works/undoing';

/** All that chaos runs; those that others run come first. */
export const WORKS: readonly Work[] = [...PATTERN_WORKS, ...PEOPLE_WORKS, ...UNDOING_WORKS];

export function toWork(name: string): Work {
  const work = WORKS.find((one) => one.name === name);
  if (work === undefined) throw new Error(`There is no work "${name}"`);
  return work;
}

export function toRoot({ root }: Work, places: Places): StepInput {
  return typeof root === 'function' ? root(places) : root;
}

/** Their agents. */
export const AGENTS = [
  { name: 'Chaos A', instructions: 'I am Chaos A' },
  { name: 'Chaos B', instructions: 'I am Chaos B' },
  { name: 'Chaos chair', instructions: 'I am Chaos chair' },
  { name: 'Chaos boss', instructions: 'I am Chaos boss' },
  { name: 'Chaos tools', instructions: 'Chaos tools', tools: ['text_statistics'] },
  { name: 'Chaos careful', instructions: 'Chaos careful', tools: ['compose'], approvals: [{ tool: 'compose' }] },
  {
    name: 'Chaos spare',
    instructions: 'I am Chaos spare',
    model: { provider: 'openai', name: 'broken', fallbacks: [{ provider: 'openai', name: 'spare' }] },
  },
];

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
