import type { Budget, MoreOfBudget } from '../../../contracts/budget';
import { fromUnits, toUnits } from '../../../contracts/money';

/** The limits that a budget has, with so much more. */
export function enlarge<B extends Pick<Budget, 'cost' | 'tokens' | 'calls'>>(budget: B, more: MoreOfBudget): B {
  const { cost, tokens, calls } = budget;
  return {
    ...budget,
    ...(cost && { cost: { ...cost, amount: fromUnits(toUnits(cost.amount) + toUnits(more.cost ?? '0')) } }),
    ...(tokens !== undefined && { tokens: tokens + (more.tokens ?? 0) }),
    ...(calls !== undefined && { calls: calls + (more.calls ?? 0) }),
  };
}
