import { type Budget, type BudgetAmounts, toMilliseconds } from '@client';
import { toDurationText, toNumberText } from '@/lib/format';

/** One limit of a budget. Parts are of the ceiling, 0 to 1. */
export interface BudgetBar {
  limit: 'cost' | 'tokens' | 'calls' | 'time';
  label: string;
  used: number;
  /** Held for the calls in flight, at their worst. */
  reserved: number;
  /** Null: nothing is to be warned of. */
  warnAt: number | null;
  state: 'fine' | 'warned' | 'spent';
  usedText: string;
  /** Empty: nothing is held. */
  reservedText: string;
  ceilingText: string;
}

interface BudgetStanding {
  budget: Budget;
  used: BudgetAmounts | undefined;
  reserved: BudgetAmounts | undefined;
  /** Milliseconds since the start; what has a budget for a month has none. */
  elapsedMs?: number;
}

const LABELS: Record<BudgetBar['limit'], string> = { cost: 'Money', tokens: 'Tokens', calls: 'Calls', time: 'Time' };

/** Every limit of a budget with what is used of it and what is held. */
export function toBudgetBars({ budget, used, reserved, elapsedMs = 0 }: BudgetStanding): BudgetBar[] {
  const { cost, tokens, calls, time, warnAt } = budget;
  const bar = (limit: BudgetBar['limit'], spent: number, held: number, ceiling: number, toText: (amount: number) => string): BudgetBar => ({
    limit,
    label: LABELS[limit],
    ...toParts(spent, held, ceiling),
    warnAt: warnAt ?? null,
    state: toState(spent / ceiling, warnAt),
    usedText: toText(spent),
    reservedText: held > 0 ? toText(held) : '',
    ceilingText: toText(ceiling),
  });
  const bars: BudgetBar[] = [];
  if (cost !== undefined) {
    const [spent, held] = [used?.cost?.amount ?? '0', reserved?.cost?.amount ?? '0'];
    // A float is good enough for the length of a bar; what is read is exact.
    const drawn = bar('cost', Number(spent), Number(held), Number(cost.amount), String);
    const heldText = Number(held) > 0 ? held : '';
    bars.push({ ...drawn, usedText: spent, reservedText: heldText, ceilingText: `${cost.amount} ${cost.currency}` });
  }
  if (tokens !== undefined) bars.push(bar('tokens', used?.tokens ?? 0, reserved?.tokens ?? 0, tokens, toNumberText));
  if (calls !== undefined) bars.push(bar('calls', used?.calls ?? 0, reserved?.calls ?? 0, calls, toNumberText));
  if (time !== undefined) bars.push(bar('time', elapsedMs, 0, toMilliseconds(time), toDurationText));
  return bars;
}

/** What was counted afterwards may be above the ceiling; a bar is not. */
function toParts(spent: number, held: number, ceiling: number): { used: number; reserved: number } {
  const used = Math.min(1, spent / ceiling);
  return { used, reserved: Math.min(1 - used, held / ceiling) };
}

function toState(part: number, warnAt: number | undefined): BudgetBar['state'] {
  if (part >= 1) return 'spent';
  return warnAt !== undefined && part >= warnAt ? 'warned' : 'fine';
}

/** A bar in words, for those who do not see it. */
export function toBarText({ usedText, reservedText, ceilingText, warnAt }: BudgetBar): string {
  return [
    `${usedText} of ${ceilingText} used`,
    reservedText !== '' && `${reservedText} reserved for calls in flight`,
    warnAt !== null && `warning at ${Math.round(warnAt * 100)} %`,
  ]
    .filter(Boolean)
    .join(', ');
}
