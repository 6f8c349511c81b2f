import type { Attention } from '../../../contracts/entities';
import type { RowStore } from '../../../contracts/ports/row-store';
import { toOpenStatus } from './execution-rows';
import { now, type Parts } from './parts';

/** Executions that do not get on, and why. */
export function createAttention(parts: Parts): Pick<RowStore, 'setAttention' | 'listInAttention'> {
  const { database, executions, feed } = parts;
  const from = database.statement<{ organizationId: string; executionId: string }>(
    `SELECT organization AS organizationId, id AS executionId FROM executions
     WHERE listed = 1 AND status = 'attention' AND key > coalesce((SELECT key FROM executions WHERE id = ?), 0) ORDER BY key LIMIT ?`,
  );

  return {
    setAttention: (organizationId, executionId, problem) =>
      database.write(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null || row.ending !== null) return false;
        const standing = row.attention === null ? null : (JSON.parse(row.attention) as Attention);
        if (problem?.code === standing?.code && problem?.message === standing?.message) return false;
        const at = now();
        // An execution may need attention more than once, so no event is like another.
        const of = String(row.lastSeq + 1);
        if (problem === null) {
          row.attention = null;
          // `queued` is what has had no workflow task yet, and what is stuck has.
          row.status = toOpenStatus(row);
          feed.append(row, { type: 'attentionEnded', of, at, body: { status: row.status } });
        } else {
          const attention: Attention = { ...problem, since: standing?.since ?? at };
          Object.assign(row, { status: 'attention', attention: JSON.stringify(attention) });
          feed.append(row, { type: 'attentionNeeded', of, at, body: problem });
        }
        executions.saveState(row);
        executions.saveCounters(row);
        return true;
      }),

    listInAttention: (limit, afterExecutionId) => database.read(() => from.all([afterExecutionId ?? null, limit])),
  };
}
