import { z } from 'zod';
import { instructions, modelChoice } from './agent-parts';
import { agentApprovalRule } from './approval-rules';
import { budget, budgetAmounts } from './budget';
import { DEFAULT_MAX_TURNS } from './constants';
import { editable, editTarget } from './edits';
import { jsonSchema, toolId } from './fields';
import { EXECUTION_STATUSES } from './statuses';
import { nameText, step } from './steps';
import { view } from './view';

/** ISO 8601, UTC. */
const time = z.iso.datetime();
const description = z.string().max(4_000);

/** What a caller sends to make or replace an agent. */
export const agentBody = z.strictObject({
  name: nameText,
  description: description.default(''),
  instructions: instructions.default(''),
  model: modelChoice.optional(),
  tools: z.array(toolId).max(64).default([]),
  /** Calls of its tools that people must agree to, or find out about; none when absent. */
  approvals: z.array(agentApprovalRule).max(64).optional(),
  limits: z
    .strictObject({
      maxTurns: z.int().min(1).max(1_000).default(DEFAULT_MAX_TURNS),
      /** Tokens of everything that one of its model calls is sent. */
      contextTokens: z.int().min(1).max(10_000_000).optional(),
      /** Model calls of it at the same time, in all executions together. */
      concurrentCalls: z.int().min(1).max(10_000).optional(),
    })
    .default({ maxTurns: DEFAULT_MAX_TURNS }),
  /** How much of a thread it is shown where a step or participant does not say; all of it by default. */
  view: view.optional(),
  output: jsonSchema.optional(),
});

const stored = {
  id: z.string(),
  organizationId: z.string(),
  revision: z.int(),
  createdAt: time,
  updatedAt: time,
};

export const agent = agentBody.extend(stored);

/** What a caller sends to make or replace a workflow. */
export const workflowBody = z.strictObject({
  name: nameText,
  description: description.default(''),
  inputSchema: jsonSchema.optional(),
  root: step,
  budget: budget.optional(),
});

export const workflow = workflowBody.extend(stored);

export const usage = z.object({
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** Model calls whose answer was taken. */
  calls: z.int(),
  /** Model attempts that were sent and may have been paid for, but whose answer was not taken. */
  wastedCalls: z.int(),
  cost: z.object({ amount: z.string(), currency: z.string() }).nullable(),
});

export { hasEnded } from './statuses';

export const executionStatus = z.enum(EXECUTION_STATUSES);

export const output = z.object({ text: z.string(), data: z.json().optional() });

export const executionError = z.object({ code: z.string(), message: z.string(), stepPath: z.string().optional() });

export const attention = z.object({ code: z.string(), message: z.string(), since: time });

export const execution = z.object({
  id: z.string(),
  organizationId: z.string(),
  workflowId: z.string().nullable(),
  /** Null with `workflowId`. */
  workflowRevision: z.int().nullable(),
  /** The workflow's name when the execution began, or the agent's for a single agent's. */
  name: z.string(),
  status: executionStatus,
  input: z.json(),
  output: output.nullable(),
  usage,
  error: executionError.nullable(),
  /** While the status is `attention`: why the execution does not get on. */
  attention: attention.optional(),
  startedAt: time,
  endedAt: time.nullable(),
  cancelRequestedAt: time.optional(),
  /** It begins no call until it is resumed. */
  pausedAt: time.optional(),
  budget: budget.optional(),
  /** With a budget: what counts against it, children included. What nobody reported counts at its worst. */
  budgetUsed: budgetAmounts.optional(),
  /** With a budget: the worst case of the calls in flight. */
  budgetReserved: budgetAmounts.optional(),
  /** The execution that this one took its beginning from, up to a superstep (0: none of it). */
  forkedFrom: z
    .object({
      executionId: z.string(),
      superstep: z.int(),
      kind: z.enum(['fork', 'retry']),
      /** What it has in place of what its original has. */
      edits: z.array(editTarget).optional(),
    })
    .optional(),
  /** The execution, and its `workflow` step, that runs this one as a part of itself. */
  parent: z.object({ executionId: z.string(), stepPath: z.string() }).optional(),
});

export const toolCallRequest = z.object({ id: z.string(), tool: z.string(), arguments: z.json() });

export const message = z.object({
  id: z.string(),
  thread: z.string(),
  index: z.int(),
  seq: z.int(),
  role: z.enum(['user', 'assistant', 'tool']),
  agent: z.string().optional(),
  text: z.string(),
  toolCalls: z.array(toolCallRequest).optional(),
  toolCallId: z.string().optional(),
  callId: z.string().optional(),
  /** `<provider>/<name>`, where a fallback answered in place of the agent's own model. */
  model: z.string().optional(),
  /** The messages of another thread that this one sums up, for those who are shown it in their place (`upTo` exclusive). */
  summaryOf: z.object({ thread: z.string(), from: z.int(), upTo: z.int() }).optional(),
  /** The text was put in place of what was said; this execution has the message as it was. */
  editedFrom: z.string().optional(),
  at: time,
  /** Only in feed events: `text` is the beginning of a longer one. */
  truncated: z.boolean().optional(),
  /** Only where a call's view is read: it was shown to the model and is in no thread (`seq` 0). */
  added: z.literal(true).optional(),
});

/** Of whom a view was, and what else the model was sent with it. */
export const seenCall = z.object({
  callId: z.string(),
  /** When its first attempt began. */
  at: time,
  agent: z.string(),
  /** The system prompt; it is never a message. */
  instructions: z.string(),
  /** The thread that it read, as long as it was then. */
  thread: z.string(),
  upTo: z.int(),
  /** Messages of the thread that were left out lie between these indexes (`upTo` exclusive). */
  leftOut: z.object({ from: z.int(), upTo: z.int() }).optional(),
  /** By our count; only where there is a limit. */
  tokens: z.int().optional(),
});

export const checkpoint = z.object({
  superstep: z.int(),
  stepPath: z.string(),
  at: time,
  seq: z.int(),
  usage,
  /** What a fork at this superstep may have in another way. */
  editable,
});

/** An agent as an execution runs it. */
export const pinnedAgent = z.object({
  id: z.string(),
  name: z.string(),
  revision: z.int(),
  instructions: z.string(),
  model: modelChoice,
  /** A fork has it with other instructions than the revision has, or it was never saved. */
  unsaved: z.literal(true).optional(),
});

/** What a call answered, whole. */
export const callOutput = z.object({ callId: z.string(), text: z.string(), data: z.json().optional() });

/** One try of a call (design §1); every one is recorded before it is sent. */
export const attempt = z.object({
  callId: z.string(),
  attempt: z.int(),
  kind: z.enum(['model', 'tool']),
  /** `<provider>/<name>` of the model that was asked. */
  model: z.string().optional(),
  /** `started` has no outcome yet; `lost` means its worker died or its outcome is unknown. */
  status: z.enum(['started', 'succeeded', 'failed', 'cancelled', 'lost', 'superseded']),
  /** Sent to a provider, maybe paid for, and not taken. */
  wasted: z.boolean(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** The tokens are our estimate, for the provider did not say. */
  estimated: z.boolean(),
  /** Of these tokens; absent when the price is unknown. */
  cost: z.object({ amount: z.string(), currency: z.string() }).optional(),
  /** Of a model: its headroom, what it could use at worst and held of every budget until its end. */
  reserved: z
    .object({
      inputTokens: z.int(),
      /** Null: it has no output limit. */
      outputTokens: z.int().nullable(),
      cost: z.object({ amount: z.string(), currency: z.string() }).optional(),
    })
    .optional(),
  reason: z.string().optional(),
  startedAt: time,
  endedAt: time.nullable(),
});

/** What one agent has used with one model. */
export const usageShare = usage.extend({
  /** Its name when the execution began. */
  agent: z.string(),
  /** `<provider>/<name>`; null where that was not recorded. */
  model: z.string().nullable(),
});

/** A file that a tool wrote in an execution; its name is unique there. */
export const artifact = z.object({
  name: z.string(),
  /** Bytes. */
  size: z.int(),
  mediaType: z.string(),
  at: time,
  /** The tool call that wrote it. */
  callId: z.string(),
});

/** A step, or all repetitions of one, as far as they have come. Those begun and not ended are at work. */
export const stepSummary = z.object({
  /** Of all repetitions: without their numbers. */
  path: z.string(),
  stepType: z.string(),
  repeats: z.boolean(),
  begun: z.int(),
  completed: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  /** Of the event with which the first began; of turns, of the first thing that was said or called in it. */
  seq: z.int(),
  startedAt: time,
  /** When the last ended; null while one is at work. */
  endedAt: time.nullable(),
  /** Of a handoff: how often who has handed over to whom, as far as the turns after it have come. Not of one within a single repetition. */
  handoffs: z.array(z.object({ from: z.string(), to: z.string(), times: z.int() })).optional(),
  /** Of a step at work (`open`): what it waits for, an event, a time, an event until a time, or a person. */
  waits: z.object({ event: z.string().optional(), until: time.optional() }).optional(),
});

export const tool = z.object({
  id: z.string(),
  description: z.string(),
  inputSchema: jsonSchema,
  outputSchema: jsonSchema.optional(),
  repeat: z.enum(['pure', 'idempotent', 'unsafe']),
  source: z.string(),
});

export type ModelChoice = z.infer<typeof modelChoice>;
export type AgentBody = z.infer<typeof agentBody>;
export type Agent = z.infer<typeof agent>;
export type WorkflowBody = z.infer<typeof workflowBody>;
export type Workflow = z.infer<typeof workflow>;
export type Usage = z.infer<typeof usage>;
export type ExecutionStatus = z.infer<typeof executionStatus>;
export type ExecutionError = z.infer<typeof executionError>;
export type Attention = z.infer<typeof attention>;
export type Output = z.infer<typeof output>;
export type Execution = z.infer<typeof execution>;
export type ToolCallRequest = z.infer<typeof toolCallRequest>;
export type Message = z.infer<typeof message>;
export type Checkpoint = z.infer<typeof checkpoint>;
export type Attempt = z.infer<typeof attempt>;
export type UsageShare = z.infer<typeof usageShare>;
export type Artifact = z.infer<typeof artifact>;
export type StepSummary = z.infer<typeof stepSummary>;
export type Tool = z.infer<typeof tool>;
/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
