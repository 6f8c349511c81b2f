import type {
  ApprovalView,
  ExecutionView,
  HoldView,
  RetryView,
  StepView,
  StreamingCall,
  ToolCallView,
  TranscriptEntry,
  UndoingView,
  UnheardView,
} from './types';

type Scalars = 'lastSeq' | 'status' | 'startedAt' | 'endedAt' | 'usage' | 'output' | 'error' | 'attention';

/** A view while a batch is folded into it. Its collections are its own; what they hold is still never mutated. */
export type Draft = { -readonly [K in Scalars]: ExecutionView[K] } & {
  steps: Map<string, StepView>;
  transcript: TranscriptEntry[];
  toolCalls: Map<string, ToolCallView>;
  streaming: Map<string, StreamingCall>;
  answered: Set<string>;
  requested: Map<string, string>;
  retries: RetryView[];
  holds: HoldView[];
  unheard: UnheardView[];
  undoing: Map<string, UndoingView>;
  approvals: Map<string, ApprovalView>;
  supersteps: Map<string, number>;
};

/** Copies the collections once, so that a batch costs one copy and not one for each of its items. */
export function toDraft(view: ExecutionView): Draft {
  return {
    ...view,
    steps: new Map(view.steps),
    transcript: [...view.transcript],
    toolCalls: new Map(view.toolCalls),
    streaming: new Map(view.streaming),
    answered: new Set(view.answered),
    requested: new Map(view.requested),
    retries: [...view.retries],
    holds: [...view.holds],
    unheard: [...view.unheard],
    undoing: new Map(view.undoing),
    approvals: new Map(view.approvals),
    supersteps: new Map(view.supersteps),
  };
}

/** Replaces what a map has under `key` by a changed copy; nothing happens when it has nothing there. */
export function change<T>(map: Map<string, T>, key: string, changes: Partial<T>): void {
  const current = map.get(key);
  if (current !== undefined) map.set(key, { ...current, ...changes });
}
