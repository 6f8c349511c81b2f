import { type Step, toInnerSteps } from '@client';

/** A step and all steps inside it, depth first. */
export function walkSteps(step: Step): Step[] {
  return [step, ...toInnerSteps(step).flatMap(walkSteps)];
}
