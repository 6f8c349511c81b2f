import type { Budget, OrganizationBudget } from '../contracts/budget';
import type { ModelChoice } from '../contracts/entities';
import type { PinnedAgent, Plan, StartRecord } from '../contracts/plan';
import { Problem, type ProblemDetail } from '../contracts/problem';
import { partOf } from './to-child-record';

/**
 * Refuses an execution that a budget of money could not hold: every model must have a price in the budget's currency
 * and an output limit, or nobody knows what a call costs at most. Throws `budget_needs_price`, which names the agents.
 */
export function checkBudget({ plan, budget }: StartRecord, organization: OrganizationBudget | null): void {
  const budgets: [Pick<Budget, 'cost'> | null | undefined, Plan][] = [
    [budget, plan],
    [organization, plan],
    ...Object.values(plan.workflows ?? {}).map((inner): [Budget | undefined, Plan] => [inner.budget, partOf(plan, inner.root)]),
  ];
  const errors = budgets.flatMap(([limits, { agents }]) => {
    const currency = limits?.cost?.currency;
    return currency === undefined ? [] : Object.values(agents).flatMap((agent) => checkAgent(agent, currency));
  });
  if (errors.length === 0) return;
  throw new Problem('budget_needs_price', 'A budget of money needs the price and the output limit of every model; see errors', { errors });
}

function checkAgent({ name, model, price, fallbackPrices = [] }: PinnedAgent, currency: string): ProblemDetail[] {
  const { fallbacks = [], ...own } = model;
  const others = fallbacks.flatMap((fallback, index) => checkModel(name, fallback, fallbackPrices[index] ?? undefined, currency));
  return [...checkModel(name, own, price, currency), ...others];
}

function checkModel(name: string, model: ModelChoice, price: PinnedAgent['price'], currency: string): ProblemDetail[] {
  const of = `${model.provider}/${model.name} of the agent ${name}`;
  const mistake = (code: string, message: string): ProblemDetail => ({ path: '', code, message });
  return [
    ...(price === undefined ? [mistake('price_unknown', `The model ${of} has no price; add it to the file of STUDIO_PRICES`)] : []),
    ...(price !== undefined && price.currency !== currency
      ? [mistake('other_currency', `The model ${of} is priced in ${price.currency}, the budget is in ${currency}`)]
      : []),
    ...(model.maxOutputTokens === undefined
      ? [mistake('output_limit_missing', `The model ${of} has no output limit; set maxOutputTokens of the agent's model or of the price`)]
      : []),
  ];
}
