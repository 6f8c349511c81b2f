import { type Step, toInnerSteps } from '@client';

/** The planned step at a path of an execution, whatever its repetition; null when the plan has none there. */
export function findPlannedStep(root: Step | null, stepPath: string): Step | null {
  const [first, ...names] = stepPath.split('/').map((name) => name.replace(/#\d+$/, ''));
  let step = root?.id === first ? root : undefined;
  for (const name of names) step = step && toInnerSteps(step).find(({ id }) => id === name);
  return step ?? null;
}
