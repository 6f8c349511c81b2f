import { evaluate } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { runStep } from '../runtime/run-step';

interface LoopState {
  iteration: number;
  /** The body's last call. */
  last?: string;
  stoppedBy?: 'until' | 'maxIterations';
}

/** The body again and again, each time with the text of the time before, until `until` is true or the limit is reached. */
export const loop: Pattern<'loop'> = async (context, step) => {
  const { path, tape } = context;
  const id = `${path}:loop`;
  let state = tape.get<LoopState>(id) ?? { iteration: 0 };
  while (state.stoppedBy === undefined) {
    const iteration = state.iteration + 1;
    const input = state.last === undefined ? context.input : { call: state.last };
    const { output: last = '' } = await runStep({ ...context, input }, step.body, { repetition: iteration });
    const { digest } = await evaluate({ ...context, closing: undefined }, `until${iteration}`, { type: 'until', last, iteration });
    const limited = iteration >= step.maxIterations ? { stoppedBy: 'maxIterations' as const } : {};
    state = { iteration, last, ...(digest.holds ? { stoppedBy: 'until' } : limited) };
    tape.forget(`${path}/`, `${path}:`);
    tape.set(id, state);
  }
  const { iteration: iterations, last = '', stoppedBy } = state;
  const { callId, digest } = await evaluate(context, 'output', { type: 'loop', last, iterations, stoppedBy });
  return { output: callId, closed: digest.closed };
};
