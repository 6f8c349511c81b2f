import type { EvaluateDigest } from '../../contracts/activities';
import type { PlanStepOf } from '../../contracts/plan';
import { evaluate, type StepContext } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { completedOnTape, runStep } from '../runtime/run-step';

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
  state = iterationsFromTape(context, step, state);
  tape.set(id, state);
  while (state.stoppedBy === undefined) {
    const iteration = state.iteration + 1;
    const input = state.last === undefined ? context.input : { call: state.last };
    const { output: last = '' } = await runStep({ ...context, input }, step.body, { repetition: iteration });
    const { digest } = await evaluate({ ...context, closing: undefined }, `until${iteration}`, { type: 'until', last, iteration });
    state = afterIteration(context, step, { iteration, last }, digest);
    tape.set(id, state);
  }
  const { iteration: iterations, last = '', stoppedBy } = state;
  const { callId, digest } = await evaluate(context, 'output', { type: 'loop', last, iterations, stoppedBy });
  return { output: callId, closed: digest.closed };
};

/** Where the loop stands after the iterations that a fork has, all at once. */
function iterationsFromTape(context: StepContext, step: PlanStepOf<'loop'>, from: LoopState): LoopState {
  let state = from;
  while (state.stoppedBy === undefined) {
    const iteration = state.iteration + 1;
    const body = completedOnTape(context.tape, `${context.path}/${step.body.id}#${iteration}`);
    const digest = context.tape.get<EvaluateDigest>(`${context.path}:until${iteration}`);
    if (body === undefined || digest === undefined) return state;
    state = afterIteration(context, step, { iteration, last: body.output ?? '' }, digest);
  }
  return state;
}

/** The state stands for all iterations so far. */
function afterIteration(
  { path, tape }: StepContext,
  { body, maxIterations }: PlanStepOf<'loop'>,
  { iteration, last }: Required<Pick<LoopState, 'iteration' | 'last'>>,
  { holds }: EvaluateDigest,
): LoopState {
  tape.forget(`${path}/${body.id}#${iteration}`, `${path}:until${iteration}`);
  const limited = iteration >= maxIterations ? { stoppedBy: 'maxIterations' as const } : {};
  return { iteration, last, ...(holds ? { stoppedBy: 'until' } : limited) };
}
