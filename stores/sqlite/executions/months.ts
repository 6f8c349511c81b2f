import type { MoreOfBudget, OrganizationBudget } from '../../../contracts/budget';
import { fromUnits, toUnits } from '../../../contracts/money';
import type { SqliteDatabase } from '../open-database';
import { enlarge } from './enlarge';
import type { ExecutionRow } from './execution-rows';
import type { BudgetStanding } from './judge';
import { fromStandingRow, NOTHING, replaced, STANDING_COLUMNS, type Standing, type StandingRow, sum, toStandingValues } from './standing';

interface MonthRow extends StandingRow {
  currency: string;
}

/** What people gave more, how often, for one month; it says nothing of another. */
interface Given extends Omit<MoreOfBudget, 'time'> {
  month: string;
  topUps: number;
}

interface MonthBudget extends BudgetStanding {
  budget: OrganizationBudget;
  owner: number;
  month: string;
  topUps: number;
}

/** What organizations use in a calendar month (UTC), and their budgets for it; for use inside a transaction. */
export function createMonths(database: SqliteDatabase) {
  const selectBudget = database.statement<{ budget: string }>('SELECT budget FROM organizationBudgets WHERE organization = ?');
  const insertBudget = database.statement('INSERT OR REPLACE INTO organizationBudgets (organization, budget) VALUES (?, ?)');
  const selectGiven = database.statement<{ given: string | null }>('SELECT given FROM organizationBudgets WHERE organization = ?');
  const updateGiven = database.statement('UPDATE organizationBudgets SET given = ? WHERE organization = ?');
  const remove = database.statement('DELETE FROM organizationBudgets WHERE organization = ?');
  const selectMonth = database.statement<MonthRow>(
    `SELECT currency, ${STANDING_COLUMNS} FROM months WHERE organization = ? AND month = ? ORDER BY currency`,
  );
  const select = database.statement<MonthRow>(
    `SELECT currency, ${STANDING_COLUMNS} FROM months WHERE organization = ? AND month = ? AND currency = ?`,
  );
  const upsert = database.statement(
    `INSERT OR REPLACE INTO months (organization, month, currency, ${STANDING_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  const months = {
    /** The organization's budget for every month; null when it has none. */
    budgetOf(organizationId: string): OrganizationBudget | null {
      const found = selectBudget.get([organizationId]);
      return found === undefined ? null : (JSON.parse(found.budget) as OrganizationBudget);
    },

    setBudget(organizationId: string, budget: OrganizationBudget | null): void {
      if (budget === null) remove.run([organizationId]);
      else insertBudget.run([organizationId, JSON.stringify(budget)]);
    },

    /** The currencies in which something was paid for in a month. */
    currenciesOf(organizationId: string, month: string): string[] {
      return selectMonth.all([organizationId, month]).flatMap(({ currency }) => (currency === '' ? [] : [currency]));
    },

    /** How a month stands, in all currencies together but for the cost: that is the currency's. */
    standingOf(organizationId: string, month: string, currency: string | undefined): Standing {
      const rows = selectMonth.all([organizationId, month]);
      const total = sum(rows.map(fromStandingRow));
      const own = rows.find((row) => row.currency === currency);
      const { used, held } = own === undefined ? NOTHING : fromStandingRow(own);
      return { used: { ...total.used, cost: used.cost }, held: { ...total.held, cost: held.cost } };
    },

    /** What people gave more of the organization's budget for this month. */
    givenFor(organizationId: string, month: string): Given {
      const stored = selectGiven.get([organizationId])?.given ?? null;
      const given = stored === null ? null : (JSON.parse(stored) as Given);
      return given?.month === month ? given : { month, topUps: 0 };
    },

    /** People gave more for a month: what they wrote for each limit. */
    give(organizationId: string, month: string, more: MoreOfBudget): void {
      const { topUps, ...before } = months.givenFor(organizationId, month);
      const given: Given = {
        month,
        topUps: topUps + 1,
        cost: fromUnits(toUnits(before.cost ?? '0') + toUnits(more.cost ?? '0')),
        tokens: (before.tokens ?? 0) + (more.tokens ?? 0),
        calls: (before.calls ?? 0) + (more.calls ?? 0),
      };
      updateGiven.run([JSON.stringify(given), organizationId]);
    },

    /** At most one: the budget of the execution's organization for the month of `at`, with what people gave more. */
    budgetsOf(row: ExecutionRow, at: string): MonthBudget[] {
      const budget = months.budgetOf(row.organization);
      if (budget === null) return [];
      const month = toMonth(at);
      const given = months.givenFor(row.organization, month);
      const standing = months.standingOf(row.organization, month, budget.cost?.currency);
      return [{ scope: 'organization', owner: row.key, budget: enlarge(budget, given), standing, month, topUps: given.topUps }];
    },

    move({ organization }: ExecutionRow, at: string, currency: string, was: Standing, is: Standing): void {
      const month = toMonth(at);
      const row = select.get([organization, month, currency]);
      const standing = replaced(row === undefined ? NOTHING : fromStandingRow(row), was, is);
      upsert.run([organization, month, currency, ...toStandingValues(standing)]);
    },
  };
  return months;
}

/** The calendar month of a time, both as ISO 8601. */
export function toMonth(at: string): string {
  return at.slice(0, 'yyyy-mm'.length);
}
