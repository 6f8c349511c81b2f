import { childrenOf } from '../contracts/children-of';
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
  /** What enclosing `map` and `loop` steps let it read besides: `item` (or what `as` says) and `index`, `iteration`. */
  names: readonly string[];
}

/** Every step of a tree, parents first, in order. */
export function* walkSteps(
  step: Step,
  path = '/root',
  level = 1,
  before: readonly string[] = [],
  names: readonly string[] = [],
): Generator<PlacedStep> {
  yield { step, path, level, before, names };
  const inner = [...names, ...namesInside(step)];
  const finished: string[] = [];
  for (const { step: child, pointer } of childrenOf(step)) {
    if (child === step.compensate) {
      // It runs when the step has completed, outside of what the step repeats.
      yield* walkSteps(child, `${path}${pointer}`, level + 1, [...before, step.id], names);
      continue;
    }
    yield* walkSteps(child, `${path}${pointer}`, level + 1, [...before, ...finished], inner);
    // A branch does not see its sibling; a step of a sequence sees those before it.
    if (step.type === 'sequential') finished.push(child.id);
  }
}

function namesInside(step: Step): string[] {
  if (step.type === 'map') return [step.as, 'index'];
  return step.type === 'loop' ? ['iteration'] : [];
}
