import { evaluate } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { runStep } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';

/** Runs the first case whose `when` is true, else `otherwise`. */
export const route: Pattern<'route'> = async (context, step) => {
  const { digest } = await evaluate({ ...context, closing: undefined }, 'case', { type: 'case' });
  const taken = typeof digest.index === 'number' ? step.cases[digest.index] : step.otherwise;
  if (taken === undefined) {
    throw StepFailure.at(context.path, 'no_case', 'No case is true and there is no otherwise; add one');
  }
  return runStep(context, taken, { last: true });
};
