import type { Attention, ExecutionStatus, Usage } from '../../../contracts/entities';
import type { SqliteDatabase } from '../open-database';

/** `listed` of an execution that was deleted: no reader sees it, and what it left behind is removed by and by. */
export const DELETED = 2;

/** An execution inside a transaction. Change it, then `saveCounters`; `recordActivity` and `saveState` for the rest. */
export interface ExecutionRow {
  key: number;
  organization: string;
  id: string;
  workflow: string | null;
  workflowRevision: number | null;
  status: ExecutionStatus;
  /** 0 until its Temporal workflow is known to exist: then it is in no list and has no row for readers. 1: they see it. */
  listed: 0 | 1 | typeof DELETED;
  cancelRequestedAt: string | null;
  endedAt: string | null;
  /** JSON of a {@link StoredAttention}; it counts while the status is `attention`. */
  attention: string | null;
  /** JSON of the `Ending`; set with the terminal event. */
  ending: string | null;
  outputCall: string | null;
  lastSeq: number;
  lastSuperstep: number;
  lastAttempt: number;
  inputTokens: number;
  outputTokens: number;
  calls: number;
  wastedCalls: number;
}

/** Why an execution is in `attention`, since when (ISO 8601), and what it was before. */
export interface StoredAttention extends Attention {
  was: ExecutionStatus;
}

/** A write to an execution that has no start record. */
class UnknownExecution extends Error {
  constructor(executionId: string) {
    super(`The execution "${executionId}" has no start record in this data folder; start it through the API or the client`);
    this.name = 'UnknownExecution';
  }
}

/** The executions table, for use inside a transaction. */
export function createExecutionRows(database: SqliteDatabase) {
  const select = database.statement<ExecutionRow>(
    `SELECT key, organization, id, workflow, workflowRevision, status, listed, cancelRequestedAt, endedAt, attention, ending, outputCall,
       lastSeq, lastSuperstep, lastAttempt, inputTokens, outputTokens, calls, wastedCalls
     FROM executions WHERE id = ? AND organization = ?`,
  );
  const counters = database.statement(
    `UPDATE executions SET lastSeq = ?, lastSuperstep = ?, lastAttempt = ?, inputTokens = ?, outputTokens = ?, calls = ?, wastedCalls = ?
     WHERE key = ?`,
  );
  // Apart from the counters, for these columns are in indexes.
  const state = database.statement(
    'UPDATE executions SET status = ?, listed = ?, cancelRequestedAt = ?, endedAt = ?, attention = ?, ending = ?, outputCall = ? WHERE key = ?',
  );

  const rows = {
    /** Null of a deleted one too. */
    find(organizationId: string, executionId: string): ExecutionRow | null {
      const row = select.get([executionId, organizationId]);
      return row === undefined || row.listed === DELETED ? null : row;
    },
    findListed(organizationId: string, executionId: string): ExecutionRow | null {
      const row = rows.find(organizationId, executionId);
      return row?.listed === 1 ? row : null;
    },
    findDeleted(organizationId: string, executionId: string): ExecutionRow | null {
      const row = select.get([executionId, organizationId]);
      return row?.listed === DELETED ? row : null;
    },
    /** For writes: of a deleted one, whose workflow may still be closing, too. Throws {@link UnknownExecution}. */
    require(organizationId: string, executionId: string): ExecutionRow {
      const row = select.get([executionId, organizationId]);
      if (row === undefined) throw new UnknownExecution(executionId);
      return row;
    },
    /** A worker works on it, so its Temporal workflow exists and has begun. */
    recordActivity(row: ExecutionRow): void {
      if (row.listed === 1 && row.status !== 'queued') return;
      row.listed = 1;
      if (row.status === 'queued') row.status = 'running';
      rows.saveState(row);
    },
    saveCounters(row: ExecutionRow): void {
      counters.run([
        row.lastSeq,
        row.lastSuperstep,
        row.lastAttempt,
        row.inputTokens,
        row.outputTokens,
        row.calls,
        row.wastedCalls,
        row.key,
      ]);
    },
    saveState(row: ExecutionRow): void {
      state.run([row.status, row.listed, row.cancelRequestedAt, row.endedAt, row.attention, row.ending, row.outputCall, row.key]);
    },
  };
  return rows;
}

/** What the execution has cost so far. */
export function toUsage(row: Pick<ExecutionRow, 'inputTokens' | 'outputTokens' | 'calls' | 'wastedCalls'>): Usage {
  return { inputTokens: row.inputTokens, outputTokens: row.outputTokens, calls: row.calls, wastedCalls: row.wastedCalls, cost: null };
}
