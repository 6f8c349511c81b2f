import { runBranches } from '../runtime/branches';
import { evaluate } from '../runtime/context';
import type { Pattern } from '../runtime/run-step';
import { runStep } from '../runtime/run-step';

/** The body for every item of a list, `maxParallel` at once. */
export const map: Pattern<'map'> = async (context, step) => {
  const { callId: items, digest } = await evaluate(context, 'items', { type: 'items' });
  const count = digest.count ?? 0;
  await runBranches(context, { count, maxParallel: step.maxParallel, onFailure: step.onFailure }, async (strand, index) => {
    await runStep({ ...context, strand, input: { call: items, field: String(index) } }, step.body, index + 1);
  });
  const { callId } = await evaluate(context, 'output', { type: 'branches', repetitions: count });
  return { output: callId };
};
