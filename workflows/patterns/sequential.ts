import type { StepResult } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { runStep } from '../runtime/run-step';

/** Steps one after the other; each gets the output of the one before. */
export const sequential: Pattern<'sequential'> = async (context, step) => {
  let { input } = context;
  let result: StepResult = {};
  for (const child of step.steps) {
    result = await runStep({ ...context, input }, child, { last: child === step.steps.at(-1) });
    input = { call: result.output };
  }
  return result;
};
