import { childrenOf } from '../contracts/children-of';
import type { Step } from '../contracts/steps';

/** The steps directly inside a step, in order; what compensates it is the last. */
export function toInnerSteps(step: Step): Step[] {
  return childrenOf(step).map(({ step: inner }) => inner);
}
