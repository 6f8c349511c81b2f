import type { ExecutionView, StreamingCall, TranscriptEntry } from '@client';
import { findStepPath } from './find-step-path';

/** What one step said in a row. */
export interface TranscriptGroup {
  /** Stable while the transcript grows. */
  key: string;
  stepPath: string;
  /** The first group of its step: where a link to the step leads. */
  isFirst: boolean;
  entries: TranscriptEntry[];
  streaming: StreamingCall[];
}

/**
 * The transcript in groups by step, in the order of the feed; text in flight stands at the end of its step's last
 * group. The turns of a chat are no steps of their own, so a chat is one group.
 */
export function toTranscriptGroups(view: Pick<ExecutionView, 'steps' | 'transcript' | 'streaming'>): TranscriptGroup[] {
  const groups: TranscriptGroup[] = [];
  const lastOf = new Map<string, TranscriptGroup>();
  const add = (stepPath: string, key: string) => {
    const group: TranscriptGroup = { key, stepPath, isFirst: !lastOf.has(stepPath), entries: [], streaming: [] };
    groups.push(group);
    lastOf.set(stepPath, group);
    return group;
  };
  for (const entry of view.transcript) {
    const stepPath = findStepPath(view.steps, entry.stepPath);
    const last = groups.at(-1);
    (last?.stepPath === stepPath ? last : add(stepPath, entry.id)).entries.push(entry);
  }
  for (const call of view.streaming.values()) {
    const stepPath = findStepPath(view.steps, call.stepPath);
    (lastOf.get(stepPath) ?? add(stepPath, call.callId)).streaming.push(call);
  }
  return groups;
}

/** The id of the element that a link to a step leads to. */
export function toStepAnchor(stepPath: string): string {
  return `step-${stepPath}`;
}
