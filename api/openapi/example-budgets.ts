import type { OrganizationBudget, OrganizationMonth } from '../../contracts/budget';

export const ORGANIZATION_BUDGET: OrganizationBudget = { cost: { amount: '100', currency: 'EUR' }, warnAt: 0.8 };

/** How a month stands under it. */
export const MONTH: OrganizationMonth = {
  budget: ORGANIZATION_BUDGET,
  month: '2026-11',
  used: { cost: { amount: '12.8045', currency: 'EUR' }, tokens: 4_120_500, calls: 1_930 },
  reserved: { cost: { amount: '0.24', currency: 'EUR' }, tokens: 61_000, calls: 2 },
};
