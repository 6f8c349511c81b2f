import { z } from 'zod';
import { execution, executionError, usage } from './entities';

/** One of two executions that are compared. */
const compared = execution.pick({
  id: true,
  name: true,
  workflowRevision: true,
  status: true,
  usage: true,
  error: true,
  startedAt: true,
  endedAt: true,
  forkedFrom: true,
});

/** A step, or a turn of a chat or handoff, in one of them. */
const comparedStep = z.object({
  status: z.enum(['running', 'completed', 'failed', 'cancelled']),
  /** What it gave, or its newest answer so far; the beginning of a long one. */
  text: z.string(),
  truncated: z.literal(true).optional(),
  /** The call that gave the text; its message has the whole. */
  callId: z.string().optional(),
  error: executionError.optional(),
  /** Of the calls that this execution made in the step and below it; a fork made none of what it took over. */
  usage,
  /** All its calls were taken over from another execution. */
  inherited: z.literal(true).optional(),
});

export const stepComparison = z.object({
  stepPath: z.string(),
  /** Absent for a turn. */
  stepType: z.string().optional(),
  /** Null in an execution that has not been there. */
  left: comparedStep.nullable(),
  right: comparedStep.nullable(),
  /** The same status, error and whole text. */
  same: z.boolean(),
});

export const firstDifference = z.object({ stepPath: z.string(), what: z.enum(['onlyLeft', 'onlyRight', 'status', 'text']) });

export const comparison = z.object({
  left: compared,
  right: compared,
  /** Null when all steps are the same. Only with the first page. */
  firstDifference: firstDifference.nullable().optional(),
  /** In the order of the left one; what only the right one has stands where it was there. */
  items: z.array(stepComparison),
  nextCursor: z.string().optional(),
});

export type StepComparison = z.infer<typeof stepComparison>;
export type ComparedStep = z.infer<typeof comparedStep>;
export type FirstDifference = z.infer<typeof firstDifference>;
