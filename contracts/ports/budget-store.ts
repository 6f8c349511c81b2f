import type { OrganizationBudget, OrganizationMonth } from '../budget';
import type { UsageShare } from '../entities';
import type { StoredExecution } from './row-store';

/**
 * What executions and organizations have used of what they may use; `AttemptStore.beginAttempt` judges by it. Part of
 * the execution store and under its rules.
 */
export interface BudgetStore {
  /** Own model calls by agent (its id in the plan) and model, most tokens first. Null when the execution is unknown. */
  listUsage(organizationId: string, executionId: string): Promise<UsageShare[] | null>;
  /** The organization's budget for every calendar month (null: none), and how this month stands. */
  getOrganizationBudget(organizationId: string): Promise<OrganizationMonth>;
  /** Counts from now on, for running executions too, together with what this month has used. */
  setOrganizationBudget(organizationId: string, budget: OrganizationBudget | null): Promise<OrganizationMonth>;
  /**
   * Open executions that have begun and whose own budget has a time of which is warned, and was not yet, oldest first,
   * after the one with this id.
   */
  listTimeWarnings(limit: number, afterExecutionId?: string): Promise<TimeWarning[]>;
  /** Writes `budgetWarning` if the execution's own budget has come to where is warned, of its time too; once. */
  warnOfTime(organizationId: string, executionId: string): Promise<void>;
}

export interface TimeWarning extends StoredExecution {
  /** In milliseconds since 1970. */
  due: number;
}
