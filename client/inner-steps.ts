import type { Step } from '../contracts/steps';

/** The steps directly inside a step, in order; the same as `childrenOf` in `contracts/steps.ts`, without its schemas. */
export function toInnerSteps(step: Step): Step[] {
  return [...toOwnSteps(step), ...(step.compensate ? [step.compensate] : [])];
}

function toOwnSteps(step: Step): Step[] {
  switch (step.type) {
    case 'sequential':
      return step.steps;
    case 'concurrent':
      return step.branches;
    case 'route':
      return [...step.cases.map((one) => one.step), ...(step.otherwise ? [step.otherwise] : [])];
    case 'loop':
    case 'map':
      return [step.body];
    default:
      return [];
  }
}
