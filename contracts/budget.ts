import { z } from 'zod';
import { approvalTerms } from './approval-rules';
import { DURATION_PATTERN, toMilliseconds } from './duration';
import { duration } from './fields';
import { toUnits } from './money';
import { currency, decimal } from './prices';

/** The longest time that a budget may have. */
export const LONGEST_TIME_MS = 365 * 24 * 60 * 60 * 1000;

const isPositive = (amount: string) => /[1-9]/.test(amount);

/** Of what is no duration at all the pattern speaks. */
const isSensible = (time: string) => !DURATION_PATTERN.test(time) || (toMilliseconds(time) > 0 && toMilliseconds(time) <= LONGEST_TIME_MS);

const positiveDecimal = decimal.refine(isPositive, 'more than 0');

const limits = {
  cost: z.strictObject({ amount: positiveDecimal, currency }).optional(),
  /** Input and output together. */
  tokens: z.int().min(1).max(1_000_000_000_000).optional(),
  /** Model calls that were, or may have been, paid for. */
  calls: z.int().min(1).max(1_000_000_000).optional(),
};

const SENSIBLE = 'more than 0, at most 365d';

const time = duration.refine(isSensible, SENSIBLE).optional();

function isBefore(one: string | undefined, other: string | undefined): boolean {
  const isKnown = [one, other].every((each) => each !== undefined && DURATION_PATTERN.test(each));
  return !isKnown || toMilliseconds(one ?? '') < toMilliseconds(other ?? '');
}

/** The part of a limit at which a warning is written. */
const warnAt = z.number().min(0).max(1).optional();

/** `end` when absent. `ask`: whoever comes to the ceiling waits for an approval for more. */
const onExceeded = z.enum(['end', 'ask']).optional();

/** Who is asked for more, and how long; when the time is over nothing more is given. */
const asked = z
  .strictObject({
    assignees: approvalTerms.assignees,
    timeout: duration.refine(isSensible, SENSIBLE).optional(),
    escalation: approvalTerms.escalation,
  })
  .refine(({ escalation }) => escalation === undefined || isSensible(escalation.after), {
    path: ['escalation', 'after'],
    message: SENSIBLE,
  })
  .refine(({ timeout, escalation }) => isBefore(escalation?.after, timeout), {
    path: ['escalation', 'after'],
    message: 'It must be before the timeout; later nobody can decide',
  })
  .optional();

const ASKS_NOBODY = { path: ['approval'], message: 'nobody is asked unless onExceeded is ask' };

function asksWhereTold({ onExceeded, approval }: { onExceeded?: string; approval?: object }): boolean {
  return approval === undefined || onExceeded === 'ask';
}

/** What an execution may use, its children together with it (contract §2). */
export const budget = z
  .strictObject({
    ...limits,
    /** From its start, waiting included. */
    time,
    warnAt,
    onExceeded,
    approval: asked,
  })
  .refine(
    ({ cost, tokens, calls, time }) => [cost, tokens, calls, time].some((limit) => limit !== undefined),
    'name a limit: cost, tokens, calls or time',
  )
  .refine(asksWhereTold, ASKS_NOBODY);

/** What people give more of a budget, in the same bounds as a budget's own limits. */
export const moreOfBudget = z.strictObject({ cost: positiveDecimal.optional(), tokens: limits.tokens, calls: limits.calls, time });

/** What an organization may use in each calendar month (UTC), all its executions together. */
export const organizationBudget = z
  .strictObject({ ...limits, warnAt, onExceeded, approval: asked })
  .refine(({ cost, tokens, calls }) => [cost, tokens, calls].some((limit) => limit !== undefined), 'name a limit: cost, tokens or calls')
  .refine(asksWhereTold, ASKS_NOBODY);

/** Which limit of which budget was reached. Amounts are decimal strings, of a time in milliseconds. */
export const budgetOverrun = z.object({
  scope: z.enum(['execution', 'organization']),
  limited: z.enum(['cost', 'tokens', 'calls', 'time']),
  limit: z.string(),
  used: z.string(),
  /** By the call that was refused, at its worst; null when that is not known, or time was up. */
  needed: z.string().nullable(),
  /** Of a cost. */
  currency: z.string().optional(),
  /** Of an organization's budget: `yyyy-mm`. */
  month: z.string().optional(),
});

/** A budget that does not cover a call, and whose definition says that people are asked for more. */
export interface TopUp {
  /** Unlike for every other question that this execution asks about budgets: each is an approval of its own. */
  ask: number | string;
  /** The execution whose budget it is; of an organization's the execution that asks. */
  budgetOf: string;
  over: BudgetOverrun;
}

/** What was used of a budget, or is reserved for calls in flight. `cost` is null when no price is known. */
export const budgetAmounts = z.object({
  cost: z.object({ amount: z.string(), currency: z.string() }).nullable(),
  tokens: z.int(),
  calls: z.int(),
});

export const organizationMonth = z.object({
  budget: organizationBudget.nullable(),
  /** `yyyy-mm`, in UTC. */
  month: z.string(),
  /** The cost is in the budget's currency, else in the month's only one; null when there are several. */
  used: budgetAmounts,
  reserved: budgetAmounts,
  /** What people gave more for this month; it is not in `budget`. */
  given: budgetAmounts.optional(),
});

export type Budget = z.infer<typeof budget>;
export type MoreOfBudget = z.infer<typeof moreOfBudget>;
export type OrganizationBudget = z.infer<typeof organizationBudget>;
export type OrganizationMonth = z.infer<typeof organizationMonth>;
export type BudgetOverrun = z.infer<typeof budgetOverrun>;
export type BudgetAmounts = z.infer<typeof budgetAmounts>;

/** Milliseconds of a budget's time; undefined when it has none. */
export function timeLimit(given: Pick<Budget, 'time'> | undefined): number | undefined {
  return given?.time === undefined ? undefined : toMilliseconds(given.time);
}

/** Milliseconds after which an execution is stopped; undefined when its budget has no time, or asks for more when it is over. */
export function hardTimeLimit(given: Pick<Budget, 'time' | 'onExceeded'> | undefined): number | undefined {
  return given?.onExceeded === 'ask' ? undefined : timeLimit(given);
}

/** The part of a limit at which is warned. Where time asks for more that is its end at the latest, for it stops nothing that would show it. */
export function warningPart(
  { warnAt, onExceeded }: Pick<Budget, 'warnAt' | 'onExceeded'>,
  limited: BudgetOverrun['limited'],
): number | undefined {
  return warnAt ?? (limited === 'time' && onExceeded === 'ask' ? 1 : undefined);
}

/** Whether `used` has come to the part of `limit` that is to be warned of; all three in the same unit. */
export function reaches(used: bigint, limit: bigint, part: number): boolean {
  const scale = 1_000_000;
  return used * BigInt(scale) >= limit * BigInt(Math.round(part * scale));
}

/** The ceiling of a budget's cost, in units. */
export function costLimit({ cost }: Pick<Budget, 'cost'>): bigint | undefined {
  return cost && toUnits(cost.amount);
}
