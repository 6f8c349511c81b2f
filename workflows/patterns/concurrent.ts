import { runBranches } from '../runtime/branches';
import { evaluate } from '../runtime/context';
import { runKept } from '../runtime/run-kept';
import type { Pattern } from '../runtime/run-step';
import { runStep } from '../runtime/run-step';
import { runTurn } from '../runtime/turn';

/** Branches at the same time, each with this step's input; then their outputs as a list, a vote or an agent's text. */
export const concurrent: Pattern<'concurrent'> = async (context, step) => {
  const { branches, aggregate, maxParallel, onFailure } = step;
  const run = onFailure === 'collect' ? runKept : runStep;
  await runBranches(context, { count: branches.length, maxParallel, onFailure }, async (strand, index) => {
    const branch = branches[index];
    if (branch !== undefined) await run({ ...context, strand }, branch);
  });
  if (aggregate === 'collect' || aggregate === 'vote') {
    const { callId, digest } = await evaluate(context, 'output', { type: 'branches' });
    return { output: callId, closed: digest.closed };
  }
  const turn = { ...aggregate, thread: context.path, upTo: 0, input: { branches: true as const } };
  const { output, closed } = await runTurn(context, step, turn);
  return { output, closed };
};
