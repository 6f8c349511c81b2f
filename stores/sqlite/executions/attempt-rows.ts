import type { Attempt } from '../../../contracts/entities';
import type { CallUsage } from '../../../contracts/ports/execution-store';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';

/** One attempt inside a transaction. */
export interface AttemptRow {
  number: number;
  callId: string;
  attempt: number;
  kind: Attempt['kind'];
  status: Attempt['status'];
  wasted: 0 | 1;
  leastInputTokens: number;
  inputTokens: number;
  outputTokens: number;
}

export interface NewAttempt {
  callId: string;
  attempt: number;
  kind: Attempt['kind'];
  worker: string | null;
  estimatedInputTokens: number;
}

/** How an attempt ended. `usage` is what it cost; none: nothing. */
export interface Outcome {
  status: Exclude<Attempt['status'], 'started'>;
  usage?: CallUsage;
  reason?: string;
}

export type AttemptRows = ReturnType<typeof createAttemptRows>;

/**
 * The attempts table, for use inside a write transaction. The row's totals are always the sum over its attempts:
 * each change here changes them by the difference. The caller saves the row's counters.
 */
export function createAttemptRows(database: SqliteDatabase) {
  const COLUMNS = 'number, callId, attempt, kind, status, wasted, leastInputTokens, inputTokens, outputTokens';
  const select = database.statement<AttemptRow>(`SELECT ${COLUMNS} FROM attempts WHERE execution = ? AND callId = ? AND attempt = ?`);
  const selectEarlier = database.statement<AttemptRow>(
    `SELECT ${COLUMNS} FROM attempts WHERE execution = ? AND callId = ? AND attempt < ? ORDER BY attempt`,
  );
  const selectOpen = database.statement<AttemptRow>(
    `SELECT ${COLUMNS} FROM attempts WHERE execution = ? AND status = 'started' ORDER BY number`,
  );
  const insert = database.statement(
    `INSERT INTO attempts (execution, number, callId, attempt, kind, worker, status, wasted, leastInputTokens, inputTokens, outputTokens,
       estimated, startedAt) VALUES (?, ?, ?, ?, ?, ?, 'started', 0, ?, 0, 0, 0, ?)`,
  );
  const update = database.statement(
    `UPDATE attempts SET status = ?, wasted = ?, inputTokens = ?, outputTokens = ?, estimated = ?, reason = ?, endedAt = ?
     WHERE execution = ? AND number = ?`,
  );

  const attempts = {
    find: (row: ExecutionRow, callId: string, attempt: number): AttemptRow | null => select.get([row.key, callId, attempt]) ?? null,

    findEarlier: (row: ExecutionRow, callId: string, attempt: number): AttemptRow[] => selectEarlier.all([row.key, callId, attempt]),

    findOpen: (row: ExecutionRow): AttemptRow[] => selectOpen.all([row.key]),

    start(row: ExecutionRow, made: NewAttempt, at: string): AttemptRow {
      row.lastAttempt += 1;
      insert.run([row.key, row.lastAttempt, made.callId, made.attempt, made.kind, made.worker, made.estimatedInputTokens, at]);
      return {
        number: row.lastAttempt,
        callId: made.callId,
        attempt: made.attempt,
        kind: made.kind,
        status: 'started',
        wasted: 0,
        leastInputTokens: made.estimatedInputTokens,
        inputTokens: 0,
        outputTokens: 0,
      };
    },

    /** Records the outcome, in place of the one it had. */
    settle(row: ExecutionRow, found: AttemptRow, outcome: Outcome, at: string): void {
      const { status, usage, reason } = outcome;
      // Only models are paid for.
      const wasted = found.kind === 'model' && status !== 'succeeded' && usage !== undefined ? 1 : 0;
      const next = { status, wasted, inputTokens: usage?.inputTokens ?? 0, outputTokens: usage?.outputTokens ?? 0 } as const;
      row.wastedCalls += next.wasted - found.wasted;
      row.inputTokens += next.inputTokens - found.inputTokens;
      row.outputTokens += next.outputTokens - found.outputTokens;
      const estimated = usage?.estimated === true ? 1 : 0;
      update.run([status, wasted, next.inputTokens, next.outputTokens, estimated, reason ?? null, at, row.key, found.number]);
      Object.assign(found, next);
    },

    /** Its worker died or its outcome is unknown: it counts with what it costs at least. */
    markLost(row: ExecutionRow, found: AttemptRow, at: string): void {
      const usage = found.kind === 'model' ? { inputTokens: found.leastInputTokens, outputTokens: 0, estimated: true } : undefined;
      attempts.settle(row, found, { status: 'lost', usage, reason: 'lost' }, at);
    },
  };
  return attempts;
}
