import { runAll } from './bounded';
import type { StepContext } from './context';
import { StepFailure } from './step-failure';
import type { Strand } from './strand';

/**
 * Runs `count` branches in parallel, each on a strand of its own, at most `maxParallel` at once. With `fail` the
 * first failure cancels the others and is thrown; with `collect` a failed branch is left as it is, for its failure is
 * on record. Cancellation always ends all of them.
 */
export async function runBranches(
  context: StepContext,
  { count, maxParallel, onFailure }: { count: number; maxParallel?: number; onFailure: 'fail' | 'collect' },
  run: (strand: Strand, index: number) => Promise<void>,
): Promise<void> {
  const strands = context.strand.fork(count);
  const starts = strands.map((strand, index) => async () => {
    try {
      await run(strand, index);
    } catch (error) {
      if (onFailure === 'fail' || !(error instanceof StepFailure)) throw error;
    }
  });
  try {
    await runAll(starts, maxParallel);
  } finally {
    context.strand.join(strands);
  }
}
