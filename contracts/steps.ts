import { z } from 'zod';
import { DURATION_PATTERN } from './duration';

/** Ids of steps and participants. */
export const stepId = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'letters, digits and _ only, at most 64, not beginning with a digit');

export const toolId = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'lower-case letters, digits and _ only, at most 64');

export const duration = z.string().regex(DURATION_PATTERN, 'a duration such as 500ms, 30s, 5m, 2h or 14d');

export const jsonSchema = z.record(z.string(), z.json());

/** An agent or a workflow by its id or its name. */
export const reference = z.string().min(1).max(200);

export const retryPolicy = z.strictObject({
  maxAttempts: z.int().min(1).max(100).optional(),
  initialInterval: duration.optional(),
  backoff: z.number().min(1).max(10).optional(),
  maxInterval: duration.optional(),
});

const common = {
  id: stepId,
  name: z.string().min(1).max(200).optional(),
  /** Template of the step's input text; without it the step gets what contract §3 says. */
  input: z
    .string()
    .max(64 * 1024)
    .optional(),
  timeout: duration.optional(),
  retry: retryPolicy.optional(),
};

/** One turn of an agent. */
export const agentStep = z.strictObject({
  ...common,
  type: z.literal('agent'),
  agent: reference,
  output: jsonSchema.optional(),
});

/** One call of a tool; strings in `arguments` are templates. */
export const toolStep = z.strictObject({
  ...common,
  type: z.literal('tool'),
  tool: z.string().min(1),
  arguments: z.record(z.string(), z.json()).default({}),
});

/** Any step inside another one; typed by hand, for the tree is recursive. */
const inner: z.ZodType<Step, StepInput> = z.lazy(() => step);

/** Steps one after the other; each gets the text of the one before. */
export const sequentialStep = z.strictObject({
  ...common,
  type: z.literal('sequential'),
  steps: z.array(inner).min(1),
});

/** A node of a workflow's tree. */
export const step = z.discriminatedUnion('type', [agentStep, toolStep, sequentialStep]);

export type RetryPolicy = z.infer<typeof retryPolicy>;
export type AgentStep = z.infer<typeof agentStep>;
export type ToolStep = z.infer<typeof toolStep>;
export type SequentialStep = Common & { type: 'sequential'; steps: Step[] };
export type Step = AgentStep | ToolStep | SequentialStep;
/** A step as a caller writes it: what has a default may be left out. */
export type StepInput = z.input<typeof agentStep> | z.input<typeof toolStep> | (Common & { type: 'sequential'; steps: StepInput[] });
type Common = z.infer<z.ZodObject<typeof common>>;
