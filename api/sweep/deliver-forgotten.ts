import { deliverLetters } from '../deliver-letters';
import { forEachExecution, type Place, type SweepContext } from './for-each-execution';

/**
 * Delivers letters that were accepted and whose delivery a crash, or an engine that was away, prevented; those of many
 * executions at a time, from `place` on.
 */
export function deliverForgottenLetters(context: SweepContext, place: Place): Promise<void> {
  const deliver = ({ organizationId, executionId }: { organizationId: string; executionId: string }) =>
    deliverLetters(context, organizationId, executionId);
  return forEachExecution(context, context.executions.listWithUndelivered, deliver, place);
}
