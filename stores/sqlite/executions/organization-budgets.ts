import type { BudgetStore } from '../../../contracts/ports/budget-store';
import { toMonth } from './months';
import { now, type Parts } from './parts';
import { toBudgetAmounts } from './standing';

/** The budgets of organizations for a month, and how this month stands. */
export function createOrganizationBudgets(parts: Parts): Pick<BudgetStore, 'getOrganizationBudget' | 'setOrganizationBudget'> {
  const { database, ledgers } = parts;
  const { months } = ledgers;
  const get: BudgetStore['getOrganizationBudget'] = (organizationId) =>
    database.read(() => {
      const month = toMonth(now());
      const budget = months.budgetOf(organizationId);
      const [only, second] = months.currenciesOf(organizationId, month);
      const currency = budget?.cost?.currency ?? (second === undefined ? only : undefined);
      const standing = months.standingOf(organizationId, month, currency);
      const of = (which: 'used' | 'held') => toBudgetAmounts(standing, which, currency);
      const { topUps, cost, tokens = 0, calls = 0 } = months.givenFor(organizationId, month);
      const given = { cost: currency === undefined || cost === undefined ? null : { amount: cost, currency }, tokens, calls };
      return { budget, month, used: of('used'), reserved: of('held'), ...(topUps > 0 && { given }) };
    });
  return {
    getOrganizationBudget: get,
    async setOrganizationBudget(organizationId, budget) {
      await database.write(() => months.setBudget(organizationId, budget));
      return get(organizationId);
    },
  };
}
