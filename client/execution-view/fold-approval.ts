import type { FeedEvent } from '../../contracts/events';
import { change, type Draft } from './draft';
import type { ApprovalView } from './types';

type Requested = Extract<FeedEvent, { type: 'approvalRequested' }>;

/** Somebody is asked. */
export function foldApprovalRequested(draft: Draft, event: Requested): void {
  const { approvalId: id, kind, stepPath = '', prompt, tool, callId, assignees, deadline, at } = event;
  const about = { ...(tool !== undefined && { tool }), ...(callId !== undefined && { callId }) };
  draft.approvals.set(id, {
    id,
    kind,
    state: 'pending',
    stepPath,
    prompt,
    ...about,
    assignees,
    deadline,
    requestedAt: at,
    settledAt: null,
    decision: null,
  });
}

/** Nobody is asked any more: it was decided, or `how` it ended without a decision. */
export function settleApproval(
  draft: Draft,
  id: string,
  at: string,
  how: 'expired' | 'cancelled' | NonNullable<ApprovalView['decision']>,
): void {
  if (typeof how === 'string') change(draft.approvals, id, { state: how, settledAt: at });
  else {
    const state = how.decision === 'reject' || how.decision === 'fail' ? 'rejected' : 'approved';
    change(draft.approvals, id, { state, settledAt: at, decision: how });
  }
}
