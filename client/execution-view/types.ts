import type { ApprovalKind, ApprovalStatus } from '../../contracts/approvals';
import type { Attention, ExecutionError, ExecutionStatus, Message, Output, Usage } from '../../contracts/entities';
import type { Json } from '../../contracts/json';

/** What an execution's feed, and the text in flight, say of it: everything that a screen shows. Never mutated. */
export interface ExecutionView {
  /** The last event folded in; 0 before the first. */
  readonly lastSeq: number;
  readonly status: ExecutionStatus;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Steps by path, in the order in which they started. */
  readonly steps: ReadonlyMap<string, StepView>;
  readonly transcript: readonly TranscriptEntry[];
  /** Tool calls by {@link ToolCallView.id}. */
  readonly toolCalls: ReadonlyMap<string, ToolCallView>;
  /** Model calls whose answer is being written, by call id. */
  readonly streaming: ReadonlyMap<string, StreamingCall>;
  /** Calls whose message is there, so that late pieces of their text are known as such. */
  readonly answered: ReadonlySet<string>;
  /** Where the next event of an open tool call belongs: `<step path> <model's id>` until it begins, then its call id. */
  readonly requested: ReadonlyMap<string, string>;
  readonly retries: readonly RetryView[];
  /** Waits of calls before they were sent, for instance for a limit's turn. */
  readonly holds: readonly HoldView[];
  /** What people said in a chat too late for its last round; it stands in no thread. */
  readonly unheard: readonly UnheardView[];
  /** What is undone, or was: by the step at or below which it completed. */
  readonly undoing: ReadonlyMap<string, UndoingView>;
  /** By id, in the order in which they were asked. */
  readonly approvals: ReadonlyMap<string, ApprovalView>;
  /** The number of each superstep by the path of the step, or turn of a chat, that closed it. */
  readonly supersteps: ReadonlyMap<string, number>;
  /** As of the last superstep; null before the first. */
  readonly usage: Usage | null;
  readonly output: (Output & { truncated?: true }) | null;
  readonly error: ExecutionError | null;
  /** Why the execution does not get on; null while it does. */
  readonly attention: Attention | null;
}

export type StepState = 'running' | 'completed' | 'failed' | 'cancelled';

export interface StepView {
  readonly path: string;
  readonly type: string;
  readonly state: StepState;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly output: { text: string; truncated?: true } | null;
  readonly error: ExecutionError | null;
  /** A `workflow` step: the execution that it runs. */
  readonly childExecutionId?: string;
  /** What it waits for, or has waited for: an event, a time (ISO 8601), an event until a time, or a person. */
  readonly waits?: { readonly event?: string; readonly until?: string };
}

export type TranscriptEntry =
  | {
      readonly type: 'message';
      /** Of its event. */
      readonly seq: number;
      readonly id: string;
      readonly stepPath: string;
      readonly message: Message;
      /** Ids in {@link ExecutionView.toolCalls}. */
      readonly toolCalls: readonly string[];
      /** A step's input that repeats what this agent had just answered. */
      readonly repeats?: string;
    }
  /** A tool that a step of the workflow called, not an agent. */
  | { readonly type: 'tool'; readonly seq: number; readonly id: string; readonly stepPath: string };

export interface ToolCallView {
  readonly id: string;
  readonly callId: string | null;
  readonly stepPath: string;
  readonly tool: string;
  readonly arguments: Json;
  readonly state: 'requested' | 'running' | 'completed' | 'failed' | 'dropped';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly result?: Json;
  readonly truncated?: true;
  readonly error?: ExecutionError;
}

export interface StreamingCall {
  readonly callId: string;
  readonly attempt: number;
  readonly stepPath: string;
  readonly agent: string;
  readonly text: string;
  /** Offset at which the next piece begins, in UTF-16 units; more than the text's length when a piece was lost. */
  readonly end: number;
  /** `interrupted`: its attempt is over and the next has not begun to speak; `dropped`: the execution ended first. */
  readonly state: 'streaming' | 'interrupted' | 'dropped';
}

/** Compensations of what completed at or below a step. */
export interface UndoingView {
  readonly stepPath: string;
  readonly state: 'running' | 'completed' | 'failed';
  readonly error?: ExecutionError;
  /** Paths of the steps whose compensations were not begun, for one has failed. */
  readonly notStarted?: readonly string[];
}

/** `attempt` of the call is over without an answer, and another follows. */
export interface RetryView {
  readonly seq: number;
  readonly at: string;
  readonly callId: string;
  readonly stepPath: string;
  readonly attempt: number;
  readonly reason: string;
  readonly nextAt: string;
}

/** A call was not sent before `until`; no attempt was used up by that. */
export interface HoldView {
  readonly seq: number;
  readonly at: string;
  readonly callId: string;
  readonly reason: string;
  readonly until: string;
}

/** Said in a chat whose last round had begun. */
export interface UnheardView {
  readonly seq: number;
  readonly at: string;
  readonly stepPath: string;
  readonly as: string;
  /** Null: it is too long for an event. */
  readonly text: string | null;
}

/** What waits, or waited, for a person; the whole of it is at `GET /api/v1/approvals/{id}`. */
export interface ApprovalView {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly state: ApprovalStatus;
  readonly stepPath: string;
  readonly prompt: string;
  readonly tool?: string;
  readonly callId?: string;
  readonly assignees: readonly string[];
  readonly deadline: string | null;
  readonly requestedAt: string;
  readonly settledAt: string | null;
  readonly decision: { readonly decision: string; readonly by: string; readonly comment?: string } | null;
}

export const EMPTY_VIEW: ExecutionView = {
  lastSeq: 0,
  status: 'queued',
  startedAt: null,
  endedAt: null,
  steps: new Map(),
  transcript: [],
  toolCalls: new Map(),
  streaming: new Map(),
  answered: new Set(),
  requested: new Map(),
  retries: [],
  holds: [],
  unheard: [],
  undoing: new Map(),
  approvals: new Map(),
  supersteps: new Map(),
  usage: null,
  output: null,
  error: null,
  attention: null,
};
