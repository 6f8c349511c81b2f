import type { Attempt } from '../../../contracts/entities';
import { costOf, fromUnits, toUnits } from '../../../contracts/money';
import type { Reservation } from '../../../contracts/ports/attempt-store';
import type { RecordedExchange } from '../../../contracts/ports/exchange-store';
import type { CallUsage } from '../../../contracts/ports/journal-store';
import type { CallView } from '../../../contracts/view';
import type { SqliteDatabase } from '../open-database';
import { type AttemptCounter, type CountedAttempt, priceOf } from './attempt-standing';
import type { ExecutionRow } from './execution-rows';

/** One attempt inside a transaction. */
export interface AttemptRow extends CountedAttempt {
  callId: string;
  attempt: number;
  /** Null of attempts that were recorded before this was kept, and of what no activity began. */
  activity: string | null;
  activityAttempt: number | null;
  leastInputTokens: number;
  /** JSON; set when this is the attempt whose answer was taken. */
  digest: string | null;
}

interface NewAttempt {
  callId: string;
  attempt: number;
  activity?: string;
  activityAttempt?: number;
  kind: CountedAttempt['kind'];
  worker: string | null;
  estimatedInputTokens: number;
  model?: string;
  view?: CallView;
  /** Hash of its frame. */
  frame?: string | null;
  reservation?: Reservation;
}

/** How an attempt ended. `usage` is what it cost; none: nothing. */
export interface Outcome {
  status: Exclude<Attempt['status'], 'started'>;
  usage?: CallUsage;
  reason?: string;
  exchange?: RecordedExchange;
}

/**
 * The attempts table, for use inside a write transaction. The row's totals are always the sum over its attempts:
 * each change here changes them, and the counter, by the difference. The caller saves the row's counters.
 */
export function createAttemptRows(database: SqliteDatabase, counter: AttemptCounter) {
  const SELECT = `SELECT callId, attempt, activity, activityAttempt, kind, status, wasted, leastInputTokens, inputTokens, outputTokens, estimated, startedAt,
      price, worstInputTokens, worstOutputTokens, digest
    FROM attempts WHERE execution = ?`;
  const selectCall = database.statement<AttemptRow>(`${SELECT} AND callId = ? ORDER BY attempt`);
  const selectOpen = database.statement<AttemptRow>(`${SELECT} AND status = 'started' ORDER BY number`);
  const insert = database.statement(
    `INSERT INTO attempts (execution, number, callId, attempt, kind, worker, status, wasted, leastInputTokens, inputTokens, outputTokens,
       estimated, startedAt, view, model, frame, activity, activityAttempt, price, worstInputTokens, worstOutputTokens)
     VALUES (?, ?, ?, ?, ?, ?, 'started', 0, ?, 0, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.statement(
    `UPDATE attempts SET status = ?, wasted = ?, inputTokens = ?, outputTokens = ?, estimated = ?, reason = ?, endedAt = ?, exchange = coalesce(?, exchange)
     WHERE execution = ? AND callId = ? AND attempt = ?`,
  );

  const attempts = {
    ofCall: (row: ExecutionRow, callId: string): AttemptRow[] => selectCall.all([row.key, callId]),

    findOpen: (row: ExecutionRow): AttemptRow[] => selectOpen.all([row.key]),

    start(row: ExecutionRow, made: NewAttempt, at: string): AttemptRow {
      row.lastAttempt += 1;
      const { callId, attempt, kind, worker, estimatedInputTokens, reservation } = made;
      const started: AttemptRow = {
        callId,
        attempt,
        activity: made.activity ?? null,
        activityAttempt: made.activityAttempt ?? null,
        kind,
        status: 'started',
        wasted: 0,
        leastInputTokens: estimatedInputTokens,
        inputTokens: 0,
        outputTokens: 0,
        estimated: 0,
        startedAt: at,
        price: reservation?.price === undefined ? null : JSON.stringify(reservation.price),
        worstInputTokens: reservation?.inputTokens ?? null,
        worstOutputTokens: reservation?.outputTokens ?? null,
        digest: null,
      };
      const { activity, activityAttempt, price, worstInputTokens, worstOutputTokens } = started;
      const view = made.view === undefined ? null : JSON.stringify(made.view);
      const values = [callId, attempt, kind, worker, estimatedInputTokens, at, view, made.model ?? null, made.frame ?? null];
      insert.run([row.key, row.lastAttempt, ...values, activity, activityAttempt, price, worstInputTokens, worstOutputTokens]);
      counter.move(row, null, started, at);
      return started;
    },

    /** Records the outcome, in place of the one it had. */
    settle(row: ExecutionRow, found: AttemptRow, outcome: Outcome, at: string): void {
      const { status, usage, reason, exchange } = outcome;
      // Only models are paid for.
      const wasted = found.kind === 'model' && status !== 'succeeded' && usage !== undefined ? 1 : 0;
      const estimated = usage?.estimated === true ? 1 : 0;
      const next = { status, wasted, inputTokens: usage?.inputTokens ?? 0, outputTokens: usage?.outputTokens ?? 0, estimated } as const;
      row.wastedCalls += next.wasted - found.wasted;
      row.inputTokens += next.inputTokens - found.inputTokens;
      row.outputTokens += next.outputTokens - found.outputTokens;
      const before = { ...found };
      Object.assign(found, next);
      row.cost = fromUnits(toUnits(row.cost) + costIn(row, found) - costIn(row, before));
      counter.move(row, before, found, at);
      update.run([
        status,
        wasted,
        next.inputTokens,
        next.outputTokens,
        estimated,
        reason ?? null,
        at,
        exchange === undefined ? null : JSON.stringify(exchange),
        row.key,
        found.callId,
        found.attempt,
      ]);
    },

    /** Its worker died or its outcome is unknown: it counts with what it costs at least. */
    markLost(row: ExecutionRow, found: AttemptRow, at: string): void {
      const usage = found.kind === 'model' ? { inputTokens: found.leastInputTokens, outputTokens: 0, estimated: true } : undefined;
      attempts.settle(row, found, { status: 'lost', usage, reason: 'lost' }, at);
    },
  };
  return attempts;
}

/**
 * The number of an attempt among those of its call: the one that it has, else a free one. Those of one activity have
 * numbers in their order, so that one which begins late stands before those that came in its place.
 */
export function numberAttempt(known: AttemptRow[], { activity, attempt: activityAttempt }: { activity: string; attempt: number }): number {
  const ofSame = known.filter((one) => one.activity === activity);
  const standing = ofSame.find((one) => one.activityAttempt === activityAttempt);
  if (standing !== undefined) return standing.attempt;
  const [other] = ofSame;
  const highest = Math.max(0, ...known.map(({ attempt }) => attempt));
  const next = other === undefined ? highest + activityAttempt : other.attempt + activityAttempt - (other.activityAttempt ?? 0);
  // Meanwhile an activity of another run may have taken it.
  return known.some(({ attempt }) => attempt === next) ? highest + 1 : next;
}

/** What an attempt adds to the cost of its execution, which has none while a price is unknown. */
function costIn({ currency }: ExecutionRow, attempt: CountedAttempt): bigint {
  const price = priceOf(attempt);
  return price === null || price.currency !== currency ? 0n : costOf(price, attempt.inputTokens, attempt.outputTokens);
}
