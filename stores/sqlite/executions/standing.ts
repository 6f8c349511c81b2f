import type { BudgetAmounts } from '../../../contracts/budget';
import { costOf, fromUnits, type ModelPrice, toUnits } from '../../../contracts/money';
import type { SqlValue } from '../open-database';

/** What is counted against a budget; `cost` in units of money. */
export interface Amounts {
  cost: bigint;
  tokens: number;
  calls: number;
}

/** How a ledger stands: what was used, and what is held for calls in flight. */
export interface Standing {
  used: Amounts;
  held: Amounts;
}

export interface StandingRow {
  cost: string;
  tokens: number;
  calls: number;
  heldCost: string;
  heldTokens: number;
  heldCalls: number;
}

export const STANDING_COLUMNS = 'cost, tokens, calls, heldCost, heldTokens, heldCalls';

const NO_AMOUNTS: Amounts = { cost: 0n, tokens: 0, calls: 0 };

export const NOTHING: Standing = { used: NO_AMOUNTS, held: NO_AMOUNTS };

export function fromStandingRow(row: StandingRow): Standing {
  return {
    used: { cost: toUnits(row.cost), tokens: row.tokens, calls: row.calls },
    held: { cost: toUnits(row.heldCost), tokens: row.heldTokens, calls: row.heldCalls },
  };
}

/** The values of {@link STANDING_COLUMNS}. */
export function toStandingValues({ used, held }: Standing): SqlValue[] {
  return [fromUnits(used.cost), used.tokens, used.calls, fromUnits(held.cost), held.tokens, held.calls];
}

/** How a ledger stands, for people. */
export function toBudgetAmounts(standing: Standing, which: 'used' | 'held', currency: string | null | undefined): BudgetAmounts {
  const { cost, tokens, calls } = standing[which];
  return { cost: currency == null ? null : { amount: fromUnits(cost), currency }, tokens, calls };
}

/** The cost of one call, or what it may cost. */
export function toAmounts(price: ModelPrice | null, inputTokens: number, outputTokens: number): Amounts {
  return { cost: price === null ? 0n : costOf(price, inputTokens, outputTokens), tokens: inputTokens + outputTokens, calls: 1 };
}

/** `standing` with `after` in place of `before`. */
export function replaced(standing: Standing, before: Standing, after: Standing): Standing {
  return {
    used: add(subtract(standing.used, before.used), after.used),
    held: add(subtract(standing.held, before.held), after.held),
  };
}

export function sum(standings: Standing[]): Standing {
  return standings.reduce((total, one) => ({ used: add(total.used, one.used), held: add(total.held, one.held) }), NOTHING);
}

/** The larger of each. */
export function larger(a: Amounts, b: Amounts): Amounts {
  const [low, high] = a.cost < b.cost ? [a, b] : [b, a];
  return { cost: high.cost, tokens: Math.max(low.tokens, high.tokens), calls: Math.max(low.calls, high.calls) };
}

function add(a: Amounts, b: Amounts): Amounts {
  return { cost: a.cost + b.cost, tokens: a.tokens + b.tokens, calls: a.calls + b.calls };
}

function subtract(a: Amounts, b: Amounts): Amounts {
  return { cost: a.cost - b.cost, tokens: a.tokens - b.tokens, calls: a.calls - b.calls };
}
