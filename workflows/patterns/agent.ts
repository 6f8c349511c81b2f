import type { Pattern } from '../runtime/run-step';
import { runTurn } from '../runtime/turn';

/** One turn of an agent in a thread of its own. */
export const agent: Pattern<'agent'> = async (context, step) => {
  const { agent, maxTurns } = step;
  const { output, closed } = await runTurn(context, step, { agent, maxTurns, thread: context.path, upTo: 0, input: context.input });
  return { output, closed };
};
