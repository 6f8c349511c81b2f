import { type ApprovalView, type ExecutionView, hasEnded } from '@client';
import { toStatusLabel } from '@/components/status-badge';

/** The first request of an execution that a person has to decide before it goes on. */
export function findPending({ approvals }: Pick<ExecutionView, 'approvals'>): ApprovalView | undefined {
  return [...approvals.values()].find(({ state }) => state === 'pending');
}

/** What there is to say of an execution in which nobody is speaking; null while the answer is being made. */
export function toStanding(view: Pick<ExecutionView, 'status' | 'approvals' | 'error'>, answered: boolean): string | null {
  const { status, error } = view;
  // Its reason is told by itself.
  if (error !== null) return null;
  if (status === 'completed') return answered ? null : 'It said nothing.';
  if (hasEnded(status)) return `${toStatusLabel(status)}.`;
  if (findPending(view) !== undefined) return 'It waits for a decision.';
  return status === 'waiting' || status === 'paused' || status === 'attention' ? `${toStatusLabel(status)}.` : null;
}
