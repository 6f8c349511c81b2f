import type { Approval, ApprovalDecision } from './approvals';
import type { Budget, BudgetAmounts, BudgetOverrun } from './budget';
import type { Execution, ExecutionError, ExecutionStatus, Message, Output, Usage } from './entities';
import type { Json } from './json';
import type { CompensationFailure } from './plan';

/** What every event of a feed has. `seq` is dense from 1; `at` is ISO 8601 UTC. */
export interface EventBase {
  seq: number;
  at: string;
  executionId: string;
  superstep?: number;
  stepPath?: string;
}

/** What each type of event carries besides {@link EventBase} (contract §5). */
export interface EventBodies {
  executionStarted: { workflowId: string | null; workflowRevision: number | null };
  stepStarted: { stepPath: string; stepType: string };
  stepCompleted: { stepPath: string; stepType: string; output?: { text: string; truncated?: true } };
  stepFailed: { stepPath: string; stepType: string; error: ExecutionError };
  stepCancelled: { stepPath: string; stepType: string };
  /** `event`: for an event of this name; `until`: at most until this time. */
  waitStarted: { stepPath: string; event?: string; until?: string };
  /** An open execution stands differently: it waits, is paused, or runs again. */
  statusChanged: { status: ExecutionStatus };
  messageAdded: { message: Message };
  /** What a person said in a chat whose last round had begun: it stands in no thread. Without its text when that is very long. */
  messageUnheard: { stepPath: string; messageId: string; as?: string; text?: string; truncated?: true };
  /** `toolCallId`: the model's; of a step's own call its `callId`. Feeds of 0.3 and before have none there. */
  toolCalled: { callId: string; toolCallId?: string; tool: string; arguments: Json };
  toolCompleted: {
    callId: string;
    toolCallId?: string;
    tool: string;
    result?: Json;
    truncated?: true;
    error?: ExecutionError;
    /** The result was put in place of what the tool gave; this execution has the call as it was. */
    editedFrom?: string;
  };
  callRetried: { callId: string; attempt: number; reason: string; nextAt: string };
  /** A call waits to be sent, at least until then; no attempt is used up by that. Once a call and reason. */
  callHeld: { callId: string; reason: string; until: string };
  attentionNeeded: { code: string; message: string };
  /** `status`: what the execution is again. */
  attentionEnded: { status: ExecutionStatus };
  approvalRequested: AskedApproval;
  approvalEscalated: { approvalId: string; to: string[] };
  approvalDecided: { approvalId: string } & Pick<ApprovalDecision, 'decision' | 'by' | 'comment'>;
  /** `decision`: what its definition says for then; without it the step fails. */
  approvalExpired: { approvalId: string; decision?: 'approve' | 'reject' };
  /** What asked for it does not wait any more. */
  approvalCancelled: { approvalId: string };
  superstepCommitted: { superstep: number; usage: Usage };
  compensationStarted: { stepPath: string };
  compensationCompleted: { stepPath: string };
  compensationFailed: { stepPath: string } & CompensationFailure;
  childStarted: { stepPath: string; childExecutionId: string };
  /** `budget` has come to its `warnAt`; once for the execution's and once for its organization's. */
  budgetWarning: { scope: BudgetOverrun['scope']; budget: Budget; used: BudgetAmounts };
  /** A call was refused, or time is up; once as above. */
  budgetExceeded: BudgetOverrun;
  /** `truncated`: the output is very long and this is the beginning of its text. */
  executionEnded: { status: ExecutionStatus; output?: Output & { truncated?: true }; error?: ExecutionError; usage: Usage };
}

/** What a feed says of a request; the rest is in the approval. */
type AskedApproval = Pick<Approval, 'kind' | 'prompt' | 'tool' | 'callId' | 'argumentsHash' | 'assignees' | 'deadline'> & {
  approvalId: string;
  /** `prompt` is the beginning of a longer one. */
  truncated?: true;
};

export type EventType = keyof EventBodies;

/** One event of an execution's feed. */
export type FeedEvent = { [T in EventType]: EventBase & { type: T } & EventBodies[T] }[EventType];

/** A piece of a model's text while it is being written; never in the feed, never in history. */
export interface AgentDelta {
  executionId: string;
  callId: string;
  attempt: number;
  /** Where `text` begins, in UTF-16 units. */
  offset: number;
  text: string;
  stepPath: string;
  agent: string;
}

/** A model call in flight: its text so far begins at 0 and `offset` is its length. */
export type LiveCall = Pick<AgentDelta, 'callId' | 'attempt' | 'stepPath' | 'agent' | 'text' | 'offset'>;

export interface SocketError {
  error: { code: string; message: string };
}

export interface Subscribed {
  execution: Execution;
  lastSeq: number;
  live: LiveCall[];
}

/** Socket.IO events that a client sends; each is acknowledged. */
export interface ClientToServer {
  subscribe(request: { executionId: string; after?: number }, acknowledge: (answer: Subscribed | SocketError) => void): void;
  unsubscribe(request: { executionId: string }, acknowledge?: (answer: { executionId: string } | SocketError) => void): void;
}

/** Socket.IO events that the server sends. */
export interface ServerToClient {
  AgentMessage(event: FeedEvent): void;
  ToolCall(event: FeedEvent): void;
  ApprovalRequested(event: FeedEvent): void;
  WorkflowProgress(event: FeedEvent): void;
  AgentDelta(delta: AgentDelta): void;
}

/** The socket event that carries a feed event of this type. */
export function toSocketEvent(type: EventType): 'AgentMessage' | 'ToolCall' | 'ApprovalRequested' | 'WorkflowProgress' {
  if (type === 'messageAdded') return 'AgentMessage';
  if (type.startsWith('approval')) return 'ApprovalRequested';
  return type === 'toolCalled' || type === 'toolCompleted' ? 'ToolCall' : 'WorkflowProgress';
}
