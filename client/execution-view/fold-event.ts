import type { EventType, FeedEvent } from '../../contracts/events';
import { change, type Draft } from './draft';
import { foldApprovalRequested, settleApproval } from './fold-approval';
import { foldMessage } from './fold-message';
import { foldToolCalled, foldToolCompleted } from './fold-tool';
import { toStepPath } from './step-path';

type EventOf<T extends EventType> = Extract<FeedEvent, { type: T }>;

/** What each type of event does to the view. */
const FOLDS: { [T in EventType]: (draft: Draft, event: EventOf<T>) => void } = {
  executionStarted(draft, event) {
    draft.status = 'running';
    draft.startedAt = event.at;
  },
  stepStarted(draft, { stepPath, stepType, at }) {
    draft.steps.set(stepPath, {
      path: stepPath,
      type: stepType,
      state: 'running',
      startedAt: at,
      endedAt: null,
      output: null,
      error: null,
    });
  },
  stepCompleted(draft, { stepPath, output, at }) {
    change(draft.steps, stepPath, { state: 'completed', endedAt: at, output: output ?? null });
  },
  stepFailed(draft, { stepPath, error, at }) {
    change(draft.steps, stepPath, { state: 'failed', endedAt: at, error });
  },
  stepCancelled(draft, { stepPath, at }) {
    change(draft.steps, stepPath, { state: 'cancelled', endedAt: at });
  },
  waitStarted(draft, { stepPath, event, until }) {
    change(draft.steps, stepPath, { waits: { ...(event !== undefined && { event }), ...(until !== undefined && { until }) } });
  },
  statusChanged(draft, { status }) {
    draft.status = status;
  },
  messageAdded: foldMessage,
  messageUnheard(draft, { seq, at, stepPath, as = 'human', text = null }) {
    draft.unheard.push({ seq, at, stepPath, as, text });
  },
  toolCalled: foldToolCalled,
  toolCompleted: foldToolCompleted,
  callRetried(draft, event) {
    const { seq, at, callId, attempt, reason, nextAt } = event;
    draft.retries.push({ seq, at, callId, stepPath: event.stepPath ?? toStepPath(callId), attempt, reason, nextAt });
    const spoken = draft.streaming.get(callId);
    if (spoken !== undefined && spoken.attempt <= attempt) change(draft.streaming, callId, { state: 'interrupted' });
  },
  callHeld(draft, { seq, at, callId, reason, until }) {
    draft.holds.push({ seq, at, callId, reason, until });
  },
  attentionNeeded(draft, { code, message, at }) {
    Object.assign(draft, { status: 'attention', attention: { code, message, since: draft.attention?.since ?? at } });
  },
  attentionEnded(draft, { status }) {
    Object.assign(draft, { status, attention: null });
  },
  approvalRequested: foldApprovalRequested,
  approvalEscalated(draft, { approvalId, to }) {
    const assignees = draft.approvals.get(approvalId)?.assignees ?? [];
    change(draft.approvals, approvalId, { assignees: [...new Set([...assignees, ...to])] });
  },
  approvalDecided(draft, { approvalId, decision, by, comment, at }) {
    settleApproval(draft, approvalId, at, { decision, by, ...(comment !== undefined && { comment }) });
  },
  approvalExpired(draft, { approvalId, decision, at }) {
    settleApproval(draft, approvalId, at, decision === undefined ? 'expired' : { decision, by: 'timeout' });
  },
  approvalCancelled(draft, { approvalId, at }) {
    settleApproval(draft, approvalId, at, 'cancelled');
  },
  superstepCommitted(draft, { usage, superstep, stepPath }) {
    draft.usage = usage;
    if (stepPath !== undefined) draft.supersteps.set(stepPath, superstep);
  },
  compensationStarted(draft, { stepPath }) {
    draft.undoing.set(stepPath, { stepPath, state: 'running' });
  },
  compensationCompleted(draft, { stepPath }) {
    change(draft.undoing, stepPath, { state: 'completed' });
  },
  compensationFailed(draft, { stepPath, error, notStarted }) {
    draft.undoing.set(stepPath, { stepPath, state: 'failed', error, notStarted });
  },
  childStarted(draft, { stepPath, childExecutionId }) {
    change(draft.steps, stepPath, { childExecutionId });
  },
  // How a budget stands is told by the execution itself.
  budgetWarning() {},
  budgetExceeded() {},
  executionEnded(draft, { status, output, error, usage, at }) {
    Object.assign(draft, { status, output: output ?? null, error: error ?? null, usage, endedAt: at, attention: null });
    for (const callId of draft.streaming.keys()) change(draft.streaming, callId, { state: 'dropped' });
    for (const { id, state } of [...draft.toolCalls.values()]) {
      if (state === 'requested' || state === 'running') change(draft.toolCalls, id, { state: 'dropped', endedAt: at });
    }
    for (const { id, state } of [...draft.approvals.values()]) if (state === 'pending') settleApproval(draft, id, at, 'cancelled');
    // A step that was open when the execution ended from outside has no event of its own.
    for (const { path, state } of [...draft.steps.values()]) {
      if (state === 'running') change(draft.steps, path, { state: 'cancelled', endedAt: at });
    }
  },
};

/** Folds one event in; one that was folded before changes nothing, and one of an unknown type only moves `lastSeq`. */
export function foldEvent(draft: Draft, event: FeedEvent): void {
  if (event.seq <= draft.lastSeq) return;
  draft.lastSeq = event.seq;
  const fold = FOLDS[event.type] as ((draft: Draft, event: FeedEvent) => void) | undefined;
  fold?.(draft, event);
}
