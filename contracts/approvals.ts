import { z } from 'zod';
import { LIMIT } from './constants';
import { jsonSchema } from './fields';

/** ISO 8601, UTC. */
const time = z.iso.datetime();

/**
 * What waits for a person: an `approval` step, a tool call that needs one, a tool call whose outcome is unknown, a
 * plan that is to be reviewed, or a budget that is used up.
 */
export const APPROVAL_KINDS = ['step', 'tool', 'inDoubt', 'plan', 'budget'] as const;

/** `expired`: its time ran out and its definition says `fail`. `cancelled`: what asked for it does not wait any more. */
export const APPROVAL_STATUSES = ['pending', 'approved', 'rejected', 'expired', 'cancelled'] as const;

/** A call in doubt is decided by the last three, everything else by the first two. */
export const DECISIONS = ['approve', 'reject', 'happened', 'runAgain', 'fail'] as const;

/** Who decided when its time ran out and its definition says how. */
export const TIMEOUT_DECIDER = 'timeout';

export const approvalKind = z.enum(APPROVAL_KINDS);
export const approvalStatus = z.enum(APPROVAL_STATUSES);
export const decision = z.enum(DECISIONS);
const onTimeout = z.enum(['approve', 'reject', 'fail']);

const comment = z.string().max(LIMIT.commentLength);

export const approvalDecision = z.object({
  decision,
  /** The principal who decided, or `timeout`. */
  by: z.string(),
  at: time,
  comment: z.string().optional(),
  /** In place of those that were asked for. */
  arguments: z.json().optional(),
  /** The answers to `form`. */
  form: z.json().optional(),
  /** Of a call in doubt that happened: what it gave. */
  result: z.json().optional(),
});

export const approval = z.object({
  id: z.string(),
  organizationId: z.string(),
  executionId: z.string(),
  workflowId: z.string().nullable(),
  /** The execution's. */
  name: z.string(),
  kind: approvalKind,
  status: approvalStatus,
  stepPath: z.string(),
  /** What is asked, for people. */
  prompt: z.string(),
  /** Of a tool call. */
  callId: z.string().optional(),
  tool: z.string().optional(),
  arguments: z.json().optional(),
  /** SHA-256 (hex) of the canonical JSON of `arguments`: keys sorted, no spaces. */
  argumentsHash: z.string().optional(),
  /** JSON Schema that edited arguments must fit. */
  argumentsSchema: jsonSchema.optional(),
  /** JSON Schema of the answers that an approval needs. */
  form: jsonSchema.optional(),
  assignees: z.array(z.string()),
  requestedAt: time,
  deadline: time.nullable(),
  /** What becomes true at the deadline. */
  onTimeout: onTimeout.optional(),
  /** When others are asked too, and who. */
  escalation: z.object({ at: time, to: z.array(z.string()), escalatedAt: time.optional() }).optional(),
  decision: approvalDecision.nullable(),
});

/** The body of a decision. `comment` and `reason` are two names of one thing. */
export const decisionBody = z.strictObject({
  decision,
  comment: comment.optional(),
  reason: comment.optional(),
  arguments: z.record(z.string(), z.json()).optional(),
  form: z.json().optional(),
  result: z.json().optional(),
  /** The hash of the arguments that were looked at: another call than that one is not decided. */
  argumentsHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'the argumentsHash of the approval: 64 hexadecimal digits')
    .optional(),
});

export type Approval = z.infer<typeof approval>;
export type ApprovalKind = z.infer<typeof approvalKind>;
export type ApprovalStatus = z.infer<typeof approvalStatus>;
export type ApprovalDecision = z.infer<typeof approvalDecision>;
export type DecisionBody = z.infer<typeof decisionBody>;
