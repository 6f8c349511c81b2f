import type { ExecutionStatus } from '@client';

export interface StatusGroup {
  id: string;
  label: string;
  /** None: whatever the status. */
  statuses: readonly ExecutionStatus[];
}

/** How people look for executions; every status is in one group besides the first. */
export const STATUS_GROUPS: readonly StatusGroup[] = [
  { id: 'all', label: 'All', statuses: [] },
  { id: 'open', label: 'In progress', statuses: ['queued', 'running', 'waiting', 'paused', 'attention'] },
  { id: 'completed', label: 'Completed', statuses: ['completed'] },
  { id: 'failed', label: 'Failed', statuses: ['failed', 'timed_out', 'budget_exhausted'] },
  { id: 'cancelled', label: 'Cancelled', statuses: ['cancelled'] },
];

/** The statuses that an address's query asks for, without those that do not exist. */
export function readStatuses(query: URLSearchParams): ExecutionStatus[] {
  const known = STATUS_GROUPS.flatMap(({ statuses }) => statuses);
  return known.filter((status) => query.getAll('status').includes(status));
}

/** The query with another choice of statuses; everything else in it stays. */
export function withStatuses(query: URLSearchParams, statuses: readonly ExecutionStatus[]): URLSearchParams {
  const changed = new URLSearchParams(query);
  changed.delete('status');
  for (const status of statuses) changed.append('status', status);
  return changed;
}

/** The group that is exactly this choice; null when the address asks for something else. */
export function findGroup(statuses: readonly ExecutionStatus[]): StatusGroup | null {
  return (
    STATUS_GROUPS.find((group) => group.statuses.length === statuses.length && group.statuses.every((one) => statuses.includes(one))) ??
    null
  );
}
