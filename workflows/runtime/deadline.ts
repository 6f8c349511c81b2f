import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { StepFailure } from './step-failure';
import type { Tape } from './tape';

/**
 * Runs `run` until `milliseconds` after it first began, whichever run of the execution that was in: the tape keeps the
 * deadline under `id`. Then what runs is cancelled, and what `toFailure` gives is thrown.
 */
export async function withDeadline<T>(
  tape: Tape,
  { id, milliseconds, toFailure }: { id: string; milliseconds: number; toFailure: () => StepFailure },
  run: () => Promise<T>,
): Promise<T> {
  const deadline = tape.get<number>(id) ?? Date.now() + milliseconds;
  tape.set(id, deadline);
  const scope = new CancellationScope({ cancellable: true, timeout: Math.max(1, deadline - Date.now()) });
  try {
    return await scope.run(run);
  } catch (error) {
    if (isCancellation(error) && scope.consideredCancelled && !(scope.parent?.consideredCancelled ?? false)) throw toFailure();
    throw error;
  }
}
