import { forEachExecution, type SweepContext, withinTime } from './for-each-execution';

/** A start that Temporal does not know is kept while its idempotency key may still be repeated: 24 h, and some time to spare. */
const FORGOTTEN_AFTER_MS = 25 * 60 * 60 * 1000;
/** How long one sweep deletes; what is left is the next one's, so that settling executions never waits for long. */
const LONGEST_MS = 10_000;

/** Deletes start records whose Temporal workflow was never started. */
export async function discardForgottenStarts(context: SweepContext): Promise<void> {
  const { executions, engine } = context;
  const read = (limit: number, after?: string) => executions.listUnlisted(FORGOTTEN_AFTER_MS, limit, after);
  await forEachExecution(withinTime(context, LONGEST_MS), read, async ({ organizationId, executionId }) => {
    if ((await engine.describe(executionId)) === null) await executions.discardStart(organizationId, executionId);
  });
}

/** Deletes executions that ended more than `retentionMs` ago. */
export async function deleteExpiredExecutions(context: SweepContext, retentionMs: number): Promise<void> {
  const { executions, logger } = context;
  const endedBefore = new Date(Math.max(0, context.now() - retentionMs)).toISOString();
  const read = (limit: number, after?: string) => executions.listEndedBefore(endedBefore, limit, after);
  let count = 0;
  await forEachExecution(withinTime(context, LONGEST_MS), read, async ({ organizationId, executionId }) => {
    if ((await executions.delete(organizationId, executionId)) === 'deleted') count += 1;
  });
  if (count > 0) logger.info({ count, endedBefore }, 'Deleted executions that ended long ago');
}

/**
 * Removes what deleted executions left behind. One whose workflow has written its end but has not closed yet waits
 * for the next sweep, for what the workflow's last activity writes must find its execution.
 */
export async function purgeDeletedExecutions(context: SweepContext): Promise<void> {
  const { executions, engine } = context;
  await forEachExecution(withinTime(context, LONGEST_MS), executions.listDeleted, async ({ organizationId, executionId }) => {
    const status = (await engine.describe(executionId))?.status;
    if (status === 'running' || status === 'continuedAsNew') return;
    await executions.purge(organizationId, executionId);
  });
}
