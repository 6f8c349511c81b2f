import type { ExecutionStatus, Usage } from '../../../contracts/entities';
import { fromUnits, toUnits } from '../../../contracts/money';
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
  /** The execution that runs this one as a part of itself. */
  parent: string | null;
  status: ExecutionStatus;
  /** 0 until its Temporal workflow is known to exist: then it is in no list and has no row for readers. 1: they see it. */
  listed: 0 | 1 | typeof DELETED;
  cancelRequestedAt: string | null;
  endedAt: string | null;
  /** JSON of an {@link Attention}. */
  attention: string | null;
  pausedAt: string | null;
  /** 1: every open branch waits. */
  waiting: 0 | 1;
  /** How often that has been so. */
  lastWait: number;
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
  /** What the usage and the cost were when they were last read or saved. */
  saved: UsageRow;
  savedCost: string;
  /** Of all prices that the plan has; null when one is unknown or they differ. */
  currency: string | null;
  cost: string;
  /** Key of the execution whose ledger its calls count in first: its own, or one above it. */
  ledger: number | null;
}

type StoredRow = Omit<ExecutionRow, 'saved' | 'savedCost'>;

/** What an execution has used, with the executions that are a part of it. */
type UsageRow = Record<(typeof USAGE)[number], number>;

const USAGE = ['inputTokens', 'outputTokens', 'calls', 'wastedCalls'] as const;

/** A write to an execution that has no start record. */
class UnknownExecution extends Error {
  constructor(executionId: string) {
    super(`The execution "${executionId}" has no start record in this data folder; start it through the API or the client`);
    this.name = 'UnknownExecution';
  }
}

export type ExecutionRows = ReturnType<typeof createExecutionRows>;

/** The executions table, for use inside a transaction. */
export function createExecutionRows(database: SqliteDatabase) {
  const COLUMNS = `SELECT key, organization, id, workflow, workflowRevision, parent, status, listed, cancelRequestedAt, endedAt, attention, pausedAt,
       waiting, lastWait, ending, outputCall, lastSeq, lastSuperstep, lastAttempt, inputTokens, outputTokens, calls, wastedCalls,
       currency, cost, ledger FROM executions`;
  const selectRow = database.statement<StoredRow>(`${COLUMNS} WHERE id = ? AND organization = ?`);
  const selectByKey = database.statement<StoredRow>(`${COLUMNS} WHERE key = ?`);
  const counters = database.statement(
    `UPDATE executions SET lastSeq = ?, lastSuperstep = ?, lastAttempt = ?, inputTokens = ?, outputTokens = ?, calls = ?, wastedCalls = ?, cost = ?
     WHERE key = ?`,
  );
  const addToAncestors = database.statement(
    `WITH RECURSIVE ancestors (id) AS (
       SELECT ?1 UNION ALL SELECT e.parent FROM ancestors a JOIN executions e ON e.id = a.id AND e.organization = ?2 WHERE e.parent IS NOT NULL
     )
     UPDATE executions SET inputTokens = inputTokens + ?3, outputTokens = outputTokens + ?4, calls = calls + ?5, wastedCalls = wastedCalls + ?6
     WHERE organization = ?2 AND id IN (SELECT id FROM ancestors)`,
  );
  // Apart from the counters, for these columns are in indexes.
  const state = database.statement(
    `UPDATE executions SET status = ?, listed = ?, cancelRequestedAt = ?, endedAt = ?, attention = ?, pausedAt = ?, waiting = ?, lastWait = ?,
       ending = ?, outputCall = ? WHERE key = ?`,
  );

  const addCost = database.statement('UPDATE executions SET cost = ? WHERE key = ?');

  const toRow = (row: StoredRow | undefined): ExecutionRow | null =>
    row === undefined ? null : { ...row, saved: toUsageRow(row), savedCost: row.cost };
  const select = (organizationId: string, executionId: string): ExecutionRow | null => toRow(selectRow.get([executionId, organizationId]));

  /** Amounts are exact in here only, so the ancestors' are added to one by one. */
  function addCostToAncestors({ organization, currency, ...row }: ExecutionRow): void {
    const more = toUnits(row.cost) - toUnits(row.savedCost);
    for (let id = more === 0n ? null : row.parent; id !== null; ) {
      const ancestor = selectRow.get([id, organization]);
      if (ancestor?.currency === currency) addCost.run([fromUnits(toUnits(ancestor.cost) + more), ancestor.key]);
      id = ancestor?.parent ?? null;
    }
  }

  const rows = {
    /** Null of a deleted one too. */
    find(organizationId: string, executionId: string): ExecutionRow | null {
      const row = select(organizationId, executionId);
      return row?.listed === DELETED ? null : row;
    },
    findByKey(key: number): ExecutionRow | null {
      return toRow(selectByKey.get([key]));
    },
    findListed(organizationId: string, executionId: string): ExecutionRow | null {
      const row = rows.find(organizationId, executionId);
      return row?.listed === 1 ? row : null;
    },
    findDeleted(organizationId: string, executionId: string): ExecutionRow | null {
      const row = select(organizationId, executionId);
      return row?.listed === DELETED ? row : null;
    },
    /** For writes: of a deleted one, whose workflow may still be closing, too. Throws {@link UnknownExecution}. */
    require(organizationId: string, executionId: string): ExecutionRow {
      const row = select(organizationId, executionId);
      if (row === null) throw new UnknownExecution(executionId);
      return row;
    },
    /** A worker works on it, so its Temporal workflow exists and has begun. */
    recordActivity(row: ExecutionRow): void {
      if (row.listed === 1 && row.status !== 'queued') return;
      row.listed = 1;
      if (row.status === 'queued') row.status = toOpenStatus(row);
      rows.saveState(row);
    },
    /** What was used counts for the executions too that this one is a part of. */
    saveCounters(row: ExecutionRow): void {
      const used = USAGE.map((counter) => row[counter] - row.saved[counter]);
      if (row.parent !== null && used.some((amount) => amount !== 0)) addToAncestors.run([row.parent, row.organization, ...used]);
      addCostToAncestors(row);
      Object.assign(row, { saved: toUsageRow(row), savedCost: row.cost });
      counters.run([
        row.lastSeq,
        row.lastSuperstep,
        row.lastAttempt,
        row.inputTokens,
        row.outputTokens,
        row.calls,
        row.wastedCalls,
        row.cost,
        row.key,
      ]);
    },
    saveState(row: ExecutionRow): void {
      const { status, listed, cancelRequestedAt, endedAt, attention, pausedAt, waiting, lastWait, ending, outputCall, key } = row;
      state.run([status, listed, cancelRequestedAt, endedAt, attention, pausedAt, waiting, lastWait, ending, outputCall, key]);
    },
  };
  return rows;
}

function toUsageRow({ inputTokens, outputTokens, calls, wastedCalls }: UsageRow): UsageRow {
  return { inputTokens, outputTokens, calls, wastedCalls };
}

/** How an execution stands that has begun and not ended. */
export function toOpenStatus({ attention, pausedAt, waiting }: ExecutionRow): ExecutionStatus {
  if (attention !== null) return 'attention';
  if (pausedAt !== null) return 'paused';
  return waiting === 1 ? 'waiting' : 'running';
}

/** What the execution has cost so far. */
export function toUsage(row: Pick<ExecutionRow, keyof Usage | 'currency'>): Usage {
  const { inputTokens, outputTokens, calls, wastedCalls, currency, cost } = row;
  return { inputTokens, outputTokens, calls, wastedCalls, cost: currency === null ? null : { amount: cost, currency } };
}
