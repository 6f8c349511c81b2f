import type { Step } from '../contracts/steps';

/** A step where it stands in a definition. */
export interface PlacedStep {
  step: Step;
  /** JSON Pointer into the body. */
  path: string;
  /** 1 for the root. */
  level: number;
  /** Ids of the steps that have finished when this one begins, as templates see them (contract §3). */
  before: readonly string[];
}

/** Every step of a tree, parents first, in order. */
export function* walkSteps(step: Step, path = '/root', level = 1, before: readonly string[] = []): Generator<PlacedStep> {
  yield { step, path, level, before };
  if (step.type !== 'sequential') return;
  for (const [index, child] of step.steps.entries()) {
    const finished = step.steps.slice(0, index).map(({ id }) => id);
    yield* walkSteps(child, `${path}/steps/${index}`, level + 1, [...before, ...finished]);
  }
}
