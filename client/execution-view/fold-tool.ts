import type { FeedEvent } from '../../contracts/events';
import { change, type Draft } from './draft';
import { toStepPath } from './step-path';

/** Models use the same id again in later turns, so the step is part of the key and the last request wins. */
export function toRequestKey(stepPath: string, toolCallId: string): string {
  return `${stepPath} ${toolCallId}`;
}

/** A call that an agent asked for begins, or a step's own tool call shows for the first time. */
export function foldToolCalled(draft: Draft, event: Extract<FeedEvent, { type: 'toolCalled' }>): void {
  const stepPath = event.stepPath ?? toStepPath(event.callId);
  const key = toRequestKey(stepPath, event.toolCallId ?? '');
  const requested = event.toolCallId === undefined ? undefined : draft.requested.get(key);
  const id = requested ?? event.callId;
  draft.toolCalls.set(id, {
    id,
    callId: event.callId,
    stepPath,
    tool: event.tool,
    arguments: event.arguments,
    state: 'running',
    startedAt: event.at,
    endedAt: null,
  });
  if (requested === undefined) draft.transcript.push({ type: 'tool', seq: event.seq, id, stepPath });
  else draft.requested.delete(key);
  draft.requested.set(event.callId, id);
}

export function foldToolCompleted(draft: Draft, event: Extract<FeedEvent, { type: 'toolCompleted' }>): void {
  const id = draft.requested.get(event.callId);
  if (id === undefined) return;
  draft.requested.delete(event.callId);
  change(draft.toolCalls, id, {
    state: event.error === undefined ? 'completed' : 'failed',
    endedAt: event.at,
    result: event.result,
    truncated: event.truncated,
    error: event.error,
  });
}
