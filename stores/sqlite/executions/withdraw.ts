import type { TimedStep } from '../../../contracts/ports/approval-store';
import type { ApprovalRow } from './approval-rows';
import type { ExecutionRow } from './execution-rows';
import { toEventId } from './feed-writer';
import type { Parts } from './parts';

/**
 * Takes a pending approval back when nothing will come of a decision any more, though its workflow may not have heard of
 * that yet: its execution was asked to cancel, or the time of its budget, or of a step around it, is over. But not one of
 * what undoes, which nothing of this reaches. Says whether it did. For use inside a write transaction.
 */
export function createWithdraw({
  database,
  approvals,
  feed,
  ledgers,
  undoing,
}: Pick<Parts, 'database' | 'approvals' | 'feed' | 'ledgers' | 'undoing'>) {
  // What a fork has from its original began anew, and when that was its workflow knows alone.
  const began = database.statement(
    `SELECT 1 FROM executions e JOIN events v ON v.execution = e.key
     WHERE e.id = ? AND e.organization = ? AND v.id = ? AND v.at BETWEEN e.startedAt AND ?`,
  );

  /** It is told of a beginning a little later than that was, so this is never true too early. */
  function isTimeUp({ organization }: ExecutionRow, { executionId, stepPath, timeoutMs }: TimedStep, at: string): boolean {
    const latest = new Date(Date.parse(at) - timeoutMs).toISOString();
    return began.get([executionId, organization, toEventId('stepStarted', stepPath), latest]) !== undefined;
  }

  return (execution: ExecutionRow, row: ApprovalRow, enclosing: TimedStep[], at: string): boolean => {
    const isCancelled = execution.cancelRequestedAt !== null && !undoing.isStep(execution, row.stepPath);
    const isLate = () => ledgers.isTimeUp(execution, at) || enclosing.some((step) => isTimeUp(execution, step, at));
    if (!isCancelled && (!isLate() || undoing.isWithin(execution, row.stepPath))) return false;
    if (approvals.cancel(execution, row.id)) {
      const body = { approvalId: row.id, stepPath: row.stepPath };
      feed.append(execution, { type: 'approvalCancelled', of: row.id, at, body });
    }
    row.status = 'cancelled';
    return true;
  };
}
