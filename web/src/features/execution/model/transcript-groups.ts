import type { ApprovalView, ExecutionView, StepView, StreamingCall, ToolCallView, TranscriptEntry } from '@client';
import { findStepPath } from './find-step-path';

/** What one step said, what it asked people, and the event that it waits for. */
export interface TranscriptGroup {
  stepPath: string;
  entries: TranscriptEntry[];
  streaming: StreamingCall[];
  approvals: ApprovalView[];
  /** The step itself while it waits for an event. */
  wait: StepView | null;
}

/**
 * The transcript by step, in the order in which steps began to speak, each in the order of the feed with its text in
 * flight at the end: branches that speak at the same time stay readable. The turns of a chat are no steps of their
 * own, so a chat is one group.
 */
export function toTranscriptGroups(view: Pick<ExecutionView, 'steps' | 'transcript' | 'streaming'>): TranscriptGroup[] {
  const groups = new Map<string, TranscriptGroup>();
  for (const entry of view.transcript) groupOf(groups, view, entry.stepPath).entries.push(entry);
  for (const call of view.streaming.values()) groupOf(groups, view, call.stepPath).streaming.push(call);
  return [...groups.values()];
}

/** With what steps have asked people and wait for: at the step that speaks, else where it was settled, else at the end. */
export function withWaiting(spoken: readonly TranscriptGroup[], view: Pick<ExecutionView, 'steps' | 'approvals'>): TranscriptGroup[] {
  const groups = new Map(spoken.map((group) => [group.stepPath, { ...group }]));
  for (const approval of view.approvals.values()) {
    const group = groupOf(groups, view, approval.stepPath);
    group.approvals = [...group.approvals, approval];
  }
  for (const step of view.steps.values()) {
    if (step.state === 'running' && step.waits?.event !== undefined) groupOf(groups, view, step.path).wait = step;
  }
  const [speaking, silent] = [[...groups.values()].slice(0, spoken.length), [...groups.values()].slice(spoken.length)];
  return putWhereTheyAsked(speaking, silent, view.steps);
}

function groupOf(groups: Map<string, TranscriptGroup>, { steps }: Pick<ExecutionView, 'steps'>, path: string): TranscriptGroup {
  const stepPath = findStepPath(steps, path);
  const group = groups.get(stepPath) ?? { stepPath, entries: [], streaming: [], approvals: [], wait: null };
  groups.set(stepPath, group);
  return group;
}

/** Those that have said nothing: before the first whose step began later than they were settled, else at the end. */
function putWhereTheyAsked(spoken: TranscriptGroup[], silent: TranscriptGroup[], steps: ExecutionView['steps']): TranscriptGroup[] {
  const ordered = [...spoken];
  for (const group of silent) {
    const settledAt = group.wait === null ? group.approvals.at(-1)?.settledAt : null;
    const next =
      settledAt == null
        ? -1
        : ordered.findIndex(({ stepPath }) => Date.parse(steps.get(stepPath)?.startedAt ?? '') >= Date.parse(settledAt));
    ordered.splice(next === -1 ? ordered.length : next, 0, group);
  }
  return ordered;
}

/** True when a group shows the same as before, with the tool calls as they are `now`: most do, for a transcript grows at its end. */
export function isSameGroup(
  [group, toolCalls]: readonly [TranscriptGroup, ReadonlyMap<string, ToolCallView>],
  [groupNow, toolCallsNow]: readonly [TranscriptGroup, ReadonlyMap<string, ToolCallView>],
): boolean {
  return (
    group.stepPath === groupNow.stepPath &&
    group.wait === groupNow.wait &&
    isSameList(group.entries, groupNow.entries) &&
    isSameList(group.streaming, groupNow.streaming) &&
    isSameList(group.approvals, groupNow.approvals) &&
    group.entries.every((entry) => toToolCallIds(entry).every((id) => toolCalls.get(id) === toolCallsNow.get(id)))
  );
}

/** The tool calls that show with an entry. */
function toToolCallIds(entry: TranscriptEntry): readonly string[] {
  return entry.type === 'tool' ? [entry.id] : entry.toolCalls;
}

/** True when two lists hold the very same things. */
export function isSameList<T>(list: readonly T[], other: readonly T[]): boolean {
  return list.length === other.length && list.every((item, index) => item === other[index]);
}

/** The id of the element that a link to a step leads to. */
export function toStepAnchor(stepPath: string): string {
  return `step-${stepPath}`;
}

/** The path of the step that an address's hash names; null when it names none. */
export function fromStepAnchor(hash: string): string | null {
  const anchor = decode(hash.slice(1));
  const begin = toStepAnchor('');
  return anchor.startsWith(begin) && anchor !== begin ? anchor.slice(begin.length) : null;
}

/** Somebody may have written the address by hand. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The part of the transcript that an address's step leads to: its own, or of one that holds others the first of theirs. */
export function findGroupOf(groups: readonly Pick<TranscriptGroup, 'stepPath'>[], path: string): string | null {
  const group = groups.find(({ stepPath }) => stepPath === path) ?? groups.find(({ stepPath }) => stepPath.startsWith(`${path}/`));
  return group?.stepPath ?? null;
}
