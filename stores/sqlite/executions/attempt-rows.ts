import type { Attempt } from '../../../contracts/entities';
import type { CallUsage } from '../../../contracts/ports/execution-store';
import type { CallView } from '../../../contracts/view';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';

/** One attempt inside a transaction. */
export interface AttemptRow {
  callId: string;
  attempt: number;
  kind: AttemptKind;
  status: Attempt['status'];
  wasted: 0 | 1;
  leastInputTokens: number;
  inputTokens: number;
  outputTokens: number;
  /** JSON; set when this is the attempt whose answer was taken. */
  digest: string | null;
}

/** An evaluation has no attempts to show; it is kept here for its journal entry. */
type AttemptKind = Attempt['kind'] | 'evaluation';

interface NewAttempt {
  callId: string;
  attempt: number;
  kind: AttemptKind;
  worker: string | null;
  estimatedInputTokens: number;
  view?: CallView;
}

/** How an attempt ended. `usage` is what it cost; none: nothing. */
export interface Outcome {
  status: Exclude<Attempt['status'], 'started'>;
  usage?: CallUsage;
  reason?: string;
}

/**
 * The attempts table, for use inside a write transaction. The row's totals are always the sum over its attempts:
 * each change here changes them by the difference. The caller saves the row's counters.
 */
export function createAttemptRows(database: SqliteDatabase) {
  const SELECT = `SELECT callId, attempt, kind, status, wasted, leastInputTokens, inputTokens, outputTokens, digest
    FROM attempts WHERE execution = ?`;
  const selectCall = database.statement<AttemptRow>(`${SELECT} AND callId = ? ORDER BY attempt`);
  const selectOpen = database.statement<AttemptRow>(`${SELECT} AND status = 'started' ORDER BY number`);
  const insert = database.statement(
    `INSERT INTO attempts (execution, number, callId, attempt, kind, worker, status, wasted, leastInputTokens, inputTokens, outputTokens,
       estimated, startedAt, view) VALUES (?, ?, ?, ?, ?, ?, 'started', 0, ?, 0, 0, 0, ?, ?)`,
  );
  const update = database.statement(
    `UPDATE attempts SET status = ?, wasted = ?, inputTokens = ?, outputTokens = ?, estimated = ?, reason = ?, endedAt = ?
     WHERE execution = ? AND callId = ? AND attempt = ?`,
  );

  const attempts = {
    ofCall: (row: ExecutionRow, callId: string): AttemptRow[] => selectCall.all([row.key, callId]),

    findOpen: (row: ExecutionRow): AttemptRow[] => selectOpen.all([row.key]),

    start(row: ExecutionRow, made: NewAttempt, at: string): AttemptRow {
      row.lastAttempt += 1;
      const view = made.view === undefined ? null : JSON.stringify(made.view);
      insert.run([row.key, row.lastAttempt, made.callId, made.attempt, made.kind, made.worker, made.estimatedInputTokens, at, view]);
      return {
        callId: made.callId,
        attempt: made.attempt,
        kind: made.kind,
        status: 'started',
        wasted: 0,
        leastInputTokens: made.estimatedInputTokens,
        inputTokens: 0,
        outputTokens: 0,
        digest: null,
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
      update.run([
        status,
        wasted,
        next.inputTokens,
        next.outputTokens,
        estimated,
        reason ?? null,
        at,
        row.key,
        found.callId,
        found.attempt,
      ]);
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
