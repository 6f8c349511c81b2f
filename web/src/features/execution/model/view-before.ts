import { type Approval, EMPTY_VIEW, type ExecutionView, type StepSummary } from '@client';

/**
 * What a view must know of the part of a feed that is not read: which steps of it are at work, what they wait for, and
 * what people are asked. Events that follow change it as if all before them had been read.
 */
export function toViewBefore(open: readonly StepSummary[], pending: readonly Approval[]): ExecutionView {
  return {
    ...EMPTY_VIEW,
    steps: new Map(
      open.map(({ path, stepType, startedAt, waits }) => [
        path,
        { path, type: stepType, state: 'running', startedAt, endedAt: null, output: null, error: null, ...(waits && { waits }) },
      ]),
    ),
    approvals: new Map(
      pending.map(({ id, kind, stepPath, prompt, tool, callId, assignees, deadline, requestedAt }) => {
        const about = { ...(tool !== undefined && { tool }), ...(callId !== undefined && { callId }) };
        const settled = { settledAt: null, decision: null };
        return [id, { id, kind, state: 'pending', stepPath, prompt, ...about, assignees, deadline, requestedAt, ...settled }];
      }),
    ),
  };
}
