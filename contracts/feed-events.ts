import { z } from 'zod';
import { approval, approvalDecision } from './approvals';
import { budget, budgetAmounts, budgetOverrun } from './budget';
import { executionError, executionStatus, message, output, usage } from './entities';
import type { AgentDelta, EventBodies, EventType, FeedEvent } from './events';

/** The schemas of `events.ts`, for the OpenAPI document and for checks. The compiler keeps the two equal. */

const base = {
  seq: z.int().min(1),
  at: z.iso.datetime(),
  executionId: z.string(),
  superstep: z.int().optional(),
  stepPath: z.string().optional(),
};
const stepPath = z.string();
const approvalId = z.string();
const cutOutput = z.object({ text: z.string(), truncated: z.literal(true).optional() });
const call = { callId: z.string(), toolCallId: z.string().optional(), tool: z.string() };

const bodies = {
  executionStarted: { workflowId: z.string().nullable(), workflowRevision: z.int().nullable() },
  stepStarted: { stepPath, stepType: z.string() },
  stepCompleted: { stepPath, stepType: z.string(), output: cutOutput.optional() },
  stepFailed: { stepPath, stepType: z.string(), error: executionError },
  stepCancelled: { stepPath, stepType: z.string() },
  waitStarted: { stepPath, event: z.string().optional(), until: z.iso.datetime().optional() },
  statusChanged: { status: executionStatus },
  messageAdded: { message },
  messageUnheard: {
    stepPath,
    messageId: z.string(),
    as: z.string().optional(),
    text: z.string().optional(),
    truncated: z.literal(true).optional(),
  },
  toolCalled: { ...call, arguments: z.json() },
  toolCompleted: {
    ...call,
    result: z.json().optional(),
    truncated: z.literal(true).optional(),
    error: executionError.optional(),
    editedFrom: z.string().optional(),
  },
  callRetried: { callId: z.string(), attempt: z.int(), reason: z.string(), nextAt: z.iso.datetime() },
  callHeld: { callId: z.string(), reason: z.string(), until: z.iso.datetime() },
  attentionNeeded: { code: z.string(), message: z.string() },
  attentionEnded: { status: executionStatus },
  approvalRequested: {
    ...approval.pick({ kind: true, prompt: true, tool: true, callId: true, argumentsHash: true, assignees: true, deadline: true }).shape,
    approvalId,
    truncated: z.literal(true).optional(),
  },
  approvalEscalated: { approvalId, to: z.array(z.string()) },
  approvalDecided: { approvalId, ...approvalDecision.pick({ decision: true, by: true, comment: true }).shape },
  approvalExpired: { approvalId, decision: z.enum(['approve', 'reject']).optional() },
  approvalCancelled: { approvalId },
  superstepCommitted: { superstep: z.int(), usage },
  compensationStarted: { stepPath },
  compensationCompleted: { stepPath },
  compensationFailed: { stepPath, error: executionError, notStarted: z.array(z.string()), more: z.literal(true).optional() },
  childStarted: { stepPath, childExecutionId: z.string() },
  budgetWarning: { scope: budgetOverrun.shape.scope, budget, used: budgetAmounts },
  budgetExceeded: budgetOverrun.shape,
  executionEnded: {
    status: executionStatus,
    output: output.extend({ truncated: z.literal(true).optional() }).optional(),
    error: executionError.optional(),
    usage,
  },
} as const satisfies { [T in EventType]: { [K in keyof EventBodies[T]]-?: z.ZodType } };

const eventOf = <T extends EventType>(type: T) => z.object(base).extend({ type: z.literal(type), ...bodies[type] });

/** One event of a feed. */
export const feedEvent: z.ZodType<FeedEvent> = z.discriminatedUnion('type', [
  eventOf('executionStarted'),
  eventOf('stepStarted'),
  eventOf('stepCompleted'),
  eventOf('stepFailed'),
  eventOf('stepCancelled'),
  eventOf('waitStarted'),
  eventOf('statusChanged'),
  eventOf('messageAdded'),
  eventOf('messageUnheard'),
  eventOf('toolCalled'),
  eventOf('toolCompleted'),
  eventOf('callRetried'),
  eventOf('callHeld'),
  eventOf('attentionNeeded'),
  eventOf('attentionEnded'),
  eventOf('approvalRequested'),
  eventOf('approvalEscalated'),
  eventOf('approvalDecided'),
  eventOf('approvalExpired'),
  eventOf('approvalCancelled'),
  eventOf('superstepCommitted'),
  eventOf('compensationStarted'),
  eventOf('compensationCompleted'),
  eventOf('compensationFailed'),
  eventOf('childStarted'),
  eventOf('budgetWarning'),
  eventOf('budgetExceeded'),
  eventOf('executionEnded'),
]);

export const feedPage = z.object({
  items: z.array(feedEvent),
  /** The highest `seq` there is, not only of this page. */
  lastSeq: z.int(),
  /** The terminal event is written. */
  ended: z.boolean(),
});

/** A piece of text of a call in flight. */
export const agentDelta: z.ZodType<AgentDelta> = z.object({
  executionId: z.string(),
  callId: z.string(),
  attempt: z.int(),
  offset: z.int(),
  text: z.string(),
  stepPath: z.string(),
  agent: z.string(),
});
