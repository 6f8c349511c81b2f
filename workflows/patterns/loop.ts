import { evaluate } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { runStep } from '../runtime/run-step';

/** The body again and again, each time with the text of the time before, until `until` is true or the limit is reached. */
export const loop: Pattern<'loop'> = async (context, step) => {
  let { input } = context;
  for (let iteration = 1; ; iteration++) {
    const { output: last = '' } = await runStep({ ...context, input }, step.body, iteration);
    const { digest } = await evaluate(context, `until${iteration}`, { type: 'until', last, iteration });
    if (digest.holds || iteration >= step.maxIterations) {
      const stoppedBy = digest.holds ? 'until' : 'maxIterations';
      const { callId } = await evaluate(context, 'output', { type: 'loop', last, iterations: iteration, stoppedBy });
      return { output: callId };
    }
    input = { call: last };
  }
};
