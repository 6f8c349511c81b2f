// Without the schemas of steps, which the page would have to load.
import type { Step } from './steps';

/** The steps directly inside a step, in order, each with its JSON Pointer relative to it; what compensates it is the last. */
export function childrenOf(parent: Step): { step: Step; pointer: string }[] {
  const undoing = parent.compensate === undefined ? [] : [{ step: parent.compensate, pointer: '/compensate' }];
  return [...innerStepsOf(parent), ...undoing];
}

function innerStepsOf(parent: Step): { step: Step; pointer: string }[] {
  switch (parent.type) {
    case 'sequential':
      return parent.steps.map((child, index) => ({ step: child, pointer: `/steps/${index}` }));
    case 'concurrent':
      return parent.branches.map((child, index) => ({ step: child, pointer: `/branches/${index}` }));
    case 'route':
      return [
        ...parent.cases.map(({ step: child }, index) => ({ step: child, pointer: `/cases/${index}/step` })),
        ...(parent.otherwise ? [{ step: parent.otherwise, pointer: '/otherwise' }] : []),
      ];
    case 'loop':
    case 'map':
      return [{ step: parent.body, pointer: '/body' }];
    default:
      return [];
  }
}
