import type { Question } from '../contracts/activities';
import type { HandoffStep } from '../contracts/steps';

export interface Handoff {
  from: string;
  to: string;
  /** Of the tool that handed over. */
  call: string;
}

/** Who handed over to whom in the step at this path, with the calls that did. */
export function toHandoffs(
  { participants }: Pick<HandoffStep, 'participants'>,
  path: string,
  { handoffs, agent }: Extract<Question, { type: 'handoff' }>,
): Handoff[] {
  const turns = handoffs.map((taken) => {
    if (typeof taken !== 'string') return taken;
    const [place = '', ...rest] = taken.split('#');
    const from = participants[Number(place)]?.id ?? '';
    return { from, call: `${path}/${from}#${rest.join('#')}` };
  });
  return turns.map(({ from, call }, index) => ({ from, to: turns[index + 1]?.from ?? agent, call }));
}
