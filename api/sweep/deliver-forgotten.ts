import { deliverLetters } from '../deliver-letters';
import { forEachExecution, type SweepContext } from './for-each-execution';

/** Delivers letters that were accepted and whose delivery a crash, or an engine that was away, prevented. */
export async function deliverForgottenLetters(context: SweepContext): Promise<void> {
  await forEachExecution(context, context.executions.listWithUndelivered, ({ organizationId, executionId }) =>
    deliverLetters(context, organizationId, executionId),
  );
}
