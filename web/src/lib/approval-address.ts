import type { Approval } from '@client';

/** Where an approval is decided in place, with what led there: its call, or else its step, in its execution. */
export function toApprovalAddress({ executionId, callId, stepPath }: Pick<Approval, 'executionId' | 'callId' | 'stepPath'>): string {
  const place = callId === undefined ? `#${encodeURIComponent(`step-${stepPath}`)}` : `?call=${encodeURIComponent(callId)}`;
  return `/executions/${encodeURIComponent(executionId)}${place}`;
}
