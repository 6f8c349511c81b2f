import type { PlanStep } from '../../contracts/plan';

/** The steps directly inside a step, but for what compensates it. */
function innerSteps(step: PlanStep): PlanStep[] {
  switch (step.type) {
    case 'sequential':
      return step.steps;
    case 'concurrent':
      return step.branches;
    case 'route':
      return step.otherwise === undefined ? step.cases : [...step.cases, step.otherwise];
    case 'loop':
    case 'map':
      return [step.body];
    default:
      return [];
  }
}

/** The step at a path. */
export function findPlanStep(root: PlanStep, path: string): PlanStep | undefined {
  const [first, ...names] = path.split('/').map((name) => name.split('#')[0]);
  let step: PlanStep | undefined = root.id === first ? root : undefined;
  for (const name of names) step = step && innerSteps(step).find(({ id }) => id === name);
  return step;
}

/** Whether the step or one inside it has a compensation. */
export function hasCompensation(step: PlanStep): boolean {
  return step.compensate !== undefined || innerSteps(step).some(hasCompensation);
}
