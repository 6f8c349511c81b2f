import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import { runAll } from './bounded';
import type { StepContext } from './context';
import { canBeKept, isExhausted, type StepFailure } from './step-failure';
import type { Strand } from './strand';

/** How long a finished branch may stay untold when no call of the others comes along to carry it. */
const TELL_AFTER_MS = 500;

/**
 * Runs `count` branches in parallel, each on a strand of its own, at most `maxParallel` at once. With `fail` the
 * first failure cancels the others and is thrown; with `collect` a failed branch is left as it is, for its failure is
 * on record. Cancellation always ends all of them. When a budget is exhausted no further branch is begun; the calls of
 * the others are paid for, so they end as they do, and then it is thrown, whatever `onFailure` says.
 */
export async function runBranches(
  context: StepContext,
  { count, maxParallel, onFailure }: { count: number; maxParallel?: number; onFailure: 'fail' | 'collect' },
  run: (strand: Strand, index: number) => Promise<void>,
): Promise<void> {
  const { strand: parent } = context;
  let exhausted: StepFailure | undefined;
  const starts = parent.fork(count).map((strand, index) => async () => {
    try {
      if (exhausted === undefined) await run(strand, index);
    } catch (error) {
      if (isExhausted(error)) {
        exhausted ??= error;
        return;
      }
      if (onFailure === 'fail' || !canBeKept(error)) throw error;
    } finally {
      parent.finish(strand);
    }
  });
  const telling = new CancellationScope();
  const told = telling.run(() => tellLeft(context));
  try {
    await runAll(starts, maxParallel);
    if (exhausted !== undefined) throw exhausted;
  } finally {
    telling.cancel();
    await told;
    parent.join();
  }
}

/** Publishes what finished branches have left, while the others are still in their calls; until it is cancelled. */
async function tellLeft({ gate, strand }: StepContext): Promise<void> {
  try {
    for (;;) {
      await condition(() => strand.hasLeft);
      if (await condition(() => !strand.hasLeft, TELL_AFTER_MS)) continue;
      await gate.tell(() => strand.writeLeft());
    }
  } catch (error) {
    // The branches have joined, and whoever goes on carries what is left.
    if (!isCancellation(error)) throw error;
  }
}
