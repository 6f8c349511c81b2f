import type { Pattern } from '../runtime/run-step';
import { runStep } from '../runtime/run-step';

/** Steps one after the other; each gets the output of the one before. */
export const sequential: Pattern<'sequential'> = async (context, step) => {
  let { input } = context;
  let output: string | undefined;
  for (const child of step.steps) {
    ({ output } = await runStep({ ...context, input }, child));
    input = { call: output };
  }
  return { output };
};
