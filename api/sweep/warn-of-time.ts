import { forEachExecution, type SweepContext } from './for-each-execution';

/** Tells of budgets whose time has come to its threshold while nothing was called, which would have told of it. */
export async function warnOfTime(context: SweepContext): Promise<void> {
  const { executions, now } = context;
  await forEachExecution(context, executions.listTimeWarnings, async ({ organizationId, executionId, due }) => {
    if (due <= now()) await executions.warnOfTime(organizationId, executionId);
  });
}
