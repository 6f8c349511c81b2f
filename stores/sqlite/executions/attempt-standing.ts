import type { Attempt } from '../../../contracts/entities';
import type { ModelPrice } from '../../../contracts/money';
import type { ExecutionRow } from './execution-rows';
import { larger, NOTHING, type Standing, toAmounts } from './standing';

/** An attempt, as much of it as its cost and the ledgers need. */
export interface CountedAttempt {
  /** An evaluation has no attempts to show; it is kept among them for its journal entry. */
  kind: Attempt['kind'] | 'evaluation';
  status: Attempt['status'];
  wasted: 0 | 1;
  inputTokens: number;
  outputTokens: number;
  estimated: 0 | 1;
  startedAt: string;
  /** JSON of its `ModelPrice`. */
  price: string | null;
  /** What it reserved; null of an attempt that reserved nothing. */
  worstInputTokens: number | null;
  /** Null without an output limit. */
  worstOutputTokens: number | null;
}

/** Where attempts are counted: as it now is in place of as it was (null: it is new). */
export interface AttemptCounter {
  move(row: ExecutionRow, before: CountedAttempt | null, after: CountedAttempt, at: string): void;
}

/**
 * What an attempt counts for in ledgers. In flight it holds its worst case. What its provider reported counts as
 * reported; what nobody reported (a stream that was cut, a worker that died) stays at its worst case for ever.
 */
export function standingOf(attempt: CountedAttempt): Standing {
  if (attempt.kind !== 'model') return NOTHING;
  const price = priceOf(attempt);
  const worst = attempt.worstInputTokens === null ? null : toAmounts(price, attempt.worstInputTokens, attempt.worstOutputTokens ?? 0);
  if (attempt.status === 'started') return worst === null ? NOTHING : { ...NOTHING, held: worst };
  if (attempt.status !== 'succeeded' && attempt.wasted === 0) return NOTHING;
  const reported = toAmounts(price, attempt.inputTokens, attempt.outputTokens);
  if (attempt.estimated === 0 || worst === null) return { ...NOTHING, used: reported };
  return { ...NOTHING, used: larger(worst, reported) };
}

export function priceOf({ price }: Pick<CountedAttempt, 'price'>): ModelPrice | null {
  return price === null ? null : (JSON.parse(price) as ModelPrice);
}
