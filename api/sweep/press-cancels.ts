import type { CancellingExecution } from '../../contracts/ports/row-store';
import { endCancelled } from '../end-cancelled';
import { forEachExecution, type SweepContext } from './for-each-execution';

/** What has not ended by then may not have heard of it; it is told again. */
const REPEAT_AFTER_MS = 3_000;
/** A workflow that does not end itself by then is ended. The promise is 15 s, and an execution may be a part of another. */
const END_AFTER_MS = 10_000;

/** Sees to it that a cancel ends what it was asked for, also where no worker lives or one is blocked. */
export async function pressCancels(context: SweepContext): Promise<void> {
  const { executions, engine, now } = context;
  const requestedBefore = new Date(now() - REPEAT_AFTER_MS).toISOString();
  const read = (limit: number, after?: string) => executions.listCancelling(requestedBefore, limit, after);
  await forEachExecution(context, read, async (execution: CancellingExecution) => {
    if (now() - Date.parse(execution.cancelRequestedAt) < END_AFTER_MS) await engine.cancel(execution.executionId);
    else await endCancelled(context, execution);
  });
}
