import type { Edit, EditTarget } from '../../contracts/edits';
import type { Plan } from '../../contracts/plan';
import type { ProblemDetail } from '../../contracts/problem';
import { mistake } from './mistakes';
import { toTarget } from './to-target';

const FIELDS: Record<EditTarget['type'], string> = {
  agent: 'agent',
  message: 'messageId',
  toolResult: 'callId',
  answer: 'stepPath',
  input: 'stepPath',
};

/** The mistakes of editing what an earlier edit of the list edits already: which of the two counts, nobody can tell. */
export function findRepeated({ agents }: Plan, edits: readonly Edit[]): ProblemDetail[] {
  const first = new Map<string, number>();
  return edits.flatMap((edit, index) => {
    const { type, target } = toTarget(edit);
    const of = `${type} ${type === 'agent' ? (agents[target]?.name ?? target) : target}`;
    const earlier = first.get(of);
    if (earlier !== undefined) return [mistake(index, FIELDS[type], 'edit_repeated', `Edit ${earlier} is of the same; put both into one`)];
    first.set(of, index);
    return [];
  });
}
