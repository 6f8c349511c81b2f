import { type Budget, type BudgetOverrun, costLimit } from '../../../contracts/budget';
import { fromUnits } from '../../../contracts/money';
import type { Reservation } from '../../../contracts/ports/attempt-store';
import { type Standing, toAmounts } from './standing';

/** A budget and how it stands. */
export interface BudgetStanding {
  scope: BudgetOverrun['scope'];
  budget: Pick<Budget, 'cost' | 'tokens' | 'calls'>;
  standing: Standing;
}

/** `outputTokens`: what the call may write, which is less than it wanted when only so much is left. */
export interface Given {
  grant: 'given';
  outputTokens: number | null;
}

type Verdict<B extends BudgetStanding> =
  | Given
  /** What is in flight holds the room that is missing; it may leave some of it. */
  | { grant: 'wait' }
  | { grant: 'refused'; over: BudgetOverrun; by: B };

/** Whether a call fits under all of these budgets, at its worst. */
export function judge<B extends BudgetStanding>(budgets: B[], reservation: Reservation): Verdict<B> {
  const outputTokens = reservation.outputTokens ?? leftTokens(budgets, reservation.inputTokens);
  const needed = toAmounts(reservation.price ?? null, reservation.inputTokens, outputTokens ?? 0);
  let waits = false;
  for (const by of budgets) {
    const { scope, budget, standing } = by;
    const { used, held } = standing;
    const limits = [
      { limited: 'cost', limit: costLimit(budget), used: used.cost, held: held.cost, needed: needed.cost },
      {
        limited: 'tokens',
        limit: toBigInt(budget.tokens),
        used: BigInt(used.tokens),
        held: BigInt(held.tokens),
        needed: BigInt(needed.tokens),
      },
      { limited: 'calls', limit: toBigInt(budget.calls), used: BigInt(used.calls), held: BigInt(held.calls), needed: 1n },
    ] as const;
    for (const one of limits) {
      if (one.limit === undefined) continue;
      const { limited, limit } = one;
      const isBounded = limited === 'calls' || (outputTokens !== null && (limited === 'tokens' || hasPriceIn(reservation, budget)));
      const show = limited === 'cost' ? fromUnits : String;
      if (!isBounded || one.used + one.needed > limit) {
        const over = { scope, limited, limit: show(limit), used: show(one.used), needed: isBounded ? show(one.needed) : null };
        return { grant: 'refused', by, over: limited === 'cost' ? { ...over, currency: budget.cost?.currency } : over };
      }
      waits ||= one.used + one.held + one.needed > limit;
    }
  }
  return waits ? { grant: 'wait' } : { grant: 'given', outputTokens };
}

/** What a call without an output limit of its own may write: all that is left of the tokens; null when nothing limits them. */
function leftTokens(budgets: BudgetStanding[], inputTokens: number): number | null {
  const left = budgets.flatMap(({ budget, standing: { used, held } }) =>
    budget.tokens === undefined ? [] : budget.tokens - used.tokens - held.tokens - inputTokens,
  );
  return left.length === 0 ? null : Math.max(1, Math.min(...left));
}

function hasPriceIn({ price }: Reservation, { cost }: Pick<Budget, 'cost'>): boolean {
  return price !== undefined && price.currency === cost?.currency;
}

function toBigInt(limit: number | undefined): bigint | undefined {
  return limit === undefined ? undefined : BigInt(limit);
}
