import type { Execution } from '@client';
import { useNow } from '@/lib/use-now';
import { BudgetBars } from './budget-bars';
import { toBudgetBars } from './to-budget-bars';

/** How an execution's budget stands; nothing when it has none. */
export function ExecutionBudget({ execution }: { execution: Execution }) {
  const { budget, budgetUsed, budgetReserved, startedAt, endedAt } = execution;
  const now = useNow(budget?.time !== undefined && endedAt === null);
  if (budget === undefined) return null;
  const elapsedMs = (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt);
  return <BudgetBars label="Budget" bars={toBudgetBars({ budget, used: budgetUsed, reserved: budgetReserved, elapsedMs })} />;
}
