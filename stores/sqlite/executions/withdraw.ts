import type { ApprovalRow } from './approval-rows';
import type { ExecutionRow } from './execution-rows';
import { toEventId } from './feed-writer';
import type { Parts } from './parts';

/**
 * Takes a pending approval back when its execution was asked to cancel, for nothing will come of a decision any more;
 * but not one of what undoes, which no cancel reaches. Says whether it did. For use inside a write transaction.
 */
export function createWithdraw({ database, approvals, feed }: Pick<Parts, 'database' | 'approvals' | 'feed'>) {
  const undoes = database.statement('SELECT 1 FROM events WHERE execution = ? AND id IN (SELECT value FROM json_each(?)) LIMIT 1');

  /** What undoes runs at or below the step whose compensation has begun. */
  function isUndoing(execution: ExecutionRow, stepPath: string): boolean {
    const ids = stepPath.split('/');
    const began = ids.map((_, index) => toEventId('compensationStarted', ids.slice(0, index + 1).join('/')));
    return undoes.get([execution.key, JSON.stringify(began)]) !== undefined;
  }

  return (execution: ExecutionRow, row: ApprovalRow, at: string): boolean => {
    if (execution.cancelRequestedAt === null || isUndoing(execution, row.stepPath)) return false;
    if (approvals.cancel(execution, row.id)) {
      const body = { approvalId: row.id, stepPath: row.stepPath };
      feed.append(execution, { type: 'approvalCancelled', of: row.id, at, body });
    }
    row.status = 'cancelled';
    return true;
  };
}
