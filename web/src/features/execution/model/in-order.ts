import type { ApprovalView, TranscriptEntry } from '@client';

/** What was said or decided, one after the other. */
export type Happened = TranscriptEntry | { type: 'approval'; id: string; approval: ApprovalView };

/** What a step said, with what people decided where they did; what still waits for them is not among it. */
export function toInOrder(entries: readonly TranscriptEntry[], approvals: readonly ApprovalView[]): Happened[] {
  const happened: Happened[] = [...entries];
  for (const approval of approvals) {
    if (approval.state === 'pending') continue;
    const at = Date.parse(approval.settledAt ?? approval.requestedAt);
    const next = happened.findIndex((one) => one.type === 'message' && Date.parse(one.message.at) > at);
    happened.splice(next === -1 ? happened.length : next, 0, { type: 'approval', id: approval.id, approval });
  }
  return happened;
}
