import { z } from 'zod';
import { duration, expression, toolId } from './fields';

const NAMED = 'the name of a person, or role: and the name of a role';

/** A person, or `role:<name>`; neither without a name. */
const assignee = z
  .string()
  .max(200)
  .regex(/\S/, NAMED)
  .refine((name) => !/^role:\s*$/.test(name), NAMED);

const assignees = z.array(assignee).max(50);

/** Who is asked, how long, and what becomes true when nobody answers. */
export const approvalTerms = {
  assignees: assignees.optional(),
  /** From the request on; without it the approval waits for ever. */
  timeout: duration.optional(),
  /** `fail` when absent. */
  onTimeout: z.enum(['approve', 'reject', 'fail']).optional(),
  /** Who is asked too when nobody has decided after a time. */
  escalation: z.strictObject({ after: duration, to: assignees.min(1) }).optional(),
};

/** When a call of a tool needs an approval. An expression reads `arguments`; what it cannot judge needs one. */
const approvalCondition = z.union([z.enum(['always', 'never']), z.strictObject({ expression })]);

/** What a call of a tool asks people. */
export const approvalRule = z.strictObject({
  when: approvalCondition.default('always'),
  /** Whether a call of an unsafe tool whose outcome is unknown fails, or waits for a person who finds out. */
  onUnknownOutcome: z.enum(['fail', 'ask']).default('fail'),
  ...approvalTerms,
});

/** The same for one of an agent's tools. */
export const agentApprovalRule = approvalRule.extend({ tool: toolId });

const terms = z.strictObject(approvalTerms);

/** Who is asked about a plan. A no for want of an answer would have plan after plan made, so that is none of its defaults. */
export const planReviewTerms = terms.extend({ onTimeout: z.enum(['approve', 'fail']).optional() });

export type ApprovalTerms = z.infer<typeof terms>;
export type ApprovalRule = z.infer<typeof approvalRule>;
