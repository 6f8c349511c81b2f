import type { ExecutionView, StreamingCall, TranscriptEntry } from '@client';
import { findStepPath } from './find-step-path';

/** What one step said. */
export interface TranscriptGroup {
  stepPath: string;
  entries: TranscriptEntry[];
  streaming: StreamingCall[];
}

/**
 * The transcript by step, in the order in which steps began to speak, each in the order of the feed with its text in
 * flight at the end: branches that speak at the same time stay readable. The turns of a chat are no steps of their
 * own, so a chat is one group.
 */
export function toTranscriptGroups(view: Pick<ExecutionView, 'steps' | 'transcript' | 'streaming'>): TranscriptGroup[] {
  const groups = new Map<string, TranscriptGroup>();
  const groupOf = (path: string) => {
    const stepPath = findStepPath(view.steps, path);
    const group = groups.get(stepPath) ?? { stepPath, entries: [], streaming: [] };
    groups.set(stepPath, group);
    return group;
  };
  for (const entry of view.transcript) groupOf(entry.stepPath).entries.push(entry);
  for (const call of view.streaming.values()) groupOf(call.stepPath).streaming.push(call);
  return [...groups.values()];
}

/** The id of the element that a link to a step leads to. */
export function toStepAnchor(stepPath: string): string {
  return `step-${stepPath}`;
}
