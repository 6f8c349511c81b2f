import type { Step } from '@client';
import { toCountText } from '@/lib/format';
import type { BoxState } from './box-state';

/** What a pattern's box says of itself: what it is, and in an execution how far it is. */
export function toPatternText(step: Step, state: BoxState | undefined): string {
  const inner = state?.inner;
  switch (step.type) {
    case 'loop':
      return state === undefined
        ? `at most ${toCountText(step.maxIterations, 'iteration')}`
        : `${toCountText(inner?.begun ?? 0, 'iteration')} of at most ${step.maxIterations}`;
    case 'map':
      return inner === undefined ? 'once for each item' : `${inner.completed} of ${toCountText(inner.begun, 'item')} done`;
    case 'concurrent':
      return 'at the same time';
    case 'route':
      return 'the first that is true';
    case 'sequential':
      return 'one after the other';
    case 'handoff':
      return `begins with ${step.start}, at most ${toCountText(step.maxHandoffs, 'handoff')}`;
    case 'groupChat':
      return `at most ${toCountText(step.maxRounds, 'round')}, ${step.manager.type === 'agent' ? 'a manager says who' : 'in turn'}`;
    default:
      return step.type;
  }
}
