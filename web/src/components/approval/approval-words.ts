import type { ApprovalStatus } from '@client';

const WORDS: Record<ApprovalStatus, string> = {
  pending: 'Not decided yet',
  approved: 'Approved',
  rejected: 'Rejected',
  expired: 'Nobody decided in time',
  cancelled: 'Not needed any more',
};

/** How a request stands, and who decided it. */
export function toApprovalWords(status: ApprovalStatus, decision: { decision: string; by: string } | null): string {
  if (decision === null) return WORDS[status];
  const who = decision.by === 'timeout' ? ' when its time ran out' : ` by ${decision.by}`;
  return `${WORDS[status]}${who}${['approve', 'reject'].includes(decision.decision) ? '' : ` (${decision.decision})`}`;
}
