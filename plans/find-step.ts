import { childrenOf } from '../contracts/children-of';
import type { Participant, Step } from '../contracts/steps';

/** What a step path of an execution names: a step, or a participant's turn in one. */
export interface FoundStep {
  step: Step;
  participant?: Participant;
}

/**
 * Follows a step path (`row/each#2/a`, `chat/ann#1`) down a tree; null when it names nothing there. What runs again and
 * again has a number, anything else has none.
 */
export function findStep(root: Step, stepPath: string): FoundStep | null {
  const [first = '', ...names] = stepPath.split('/');
  if (first !== root.id) return null;
  let found: FoundStep = { step: root };
  for (const name of names) {
    if (found.participant !== undefined) return null;
    const next = findBelow(found.step, name);
    if (next === null) return null;
    found = next;
  }
  return found;
}

function findBelow(parent: Step, name: string): FoundStep | null {
  const [id, number] = name.split('#');
  if (number !== undefined && !/^[1-9]\d{0,8}$/.test(number)) return null;
  const step = childrenOf(parent).find(({ step: child }) => child.id === id)?.step;
  const repeats = parent.type === 'loop' || parent.type === 'map';
  if (step !== undefined) return repeats === (number !== undefined) ? { step } : null;
  const participants = 'participants' in parent ? parent.participants : [];
  const participant = participants.find((one) => one.id === id);
  return participant === undefined || number === undefined ? null : { step: parent, participant };
}
