/** Statuses of executions. No library here: the browser's bundle imports this file. */
export const EXECUTION_STATUSES = [
  'queued',
  'running',
  'waiting',
  'paused',
  'attention',
  'completed',
  'failed',
  'cancelled',
  'timed_out',
  'budget_exhausted',
] as const;

export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** True of a status after which an execution never changes again. */
export function hasEnded(status: ExecutionStatus): boolean {
  return ['completed', 'failed', 'cancelled', 'timed_out', 'budget_exhausted'].includes(status);
}

/** Those of executions that have not ended. */
export const OPEN_STATUSES = EXECUTION_STATUSES.filter((status) => !hasEnded(status));
