import { z } from 'zod';
import { approvalRule, approvalTerms, planReviewTerms } from './approval-rules';
import { duration, expression, jsonSchema } from './fields';
import { view } from './view';

/** Ids of steps and participants. */
export const stepId = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'letters, digits and _ only, at most 64, not beginning with a digit');

/** What people call something: on one line, whatever shows it (lists, logs, Temporal's page). */
export const nameText = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/, 'no control characters or line breaks');

/** What an event is called that a `wait` step waits for. */
export const eventName = nameText.max(100);

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
  name: nameText.optional(),
  /** Template of the step's input text; without it the step gets what contract §3 says. */
  input: z
    .string()
    .max(64 * 1024)
    .optional(),
  timeout: duration.optional(),
  retry: retryPolicy.optional(),
};

/** Any step inside another one; typed by hand, for the tree is recursive. */
const inner: z.ZodType<Step, StepInput> = z.lazy(() => step);

/** Undoes the step once it has completed, should a later one fail or the execution be cancelled. */
const compensated = { compensate: inner.optional() };

/** One turn of an agent. */
const agentFields = {
  ...common,
  type: z.literal('agent'),
  agent: reference,
  /** How much of the turn so far the agent is shown; by default what its own `view` says. */
  view: view.optional(),
  output: jsonSchema.optional(),
};
export const agentStep = z.strictObject({ ...agentFields, ...compensated });

/** One call of a tool; strings in `arguments` are templates. */
const toolFields = {
  ...common,
  type: z.literal('tool'),
  tool: z.string().min(1),
  arguments: z.record(z.string(), z.json()).default({}),
  /** Whether somebody must agree before it is called; nobody when absent. */
  approval: approvalRule.optional(),
};
export const toolStep = z.strictObject({ ...toolFields, ...compensated });

/** A person's yes or no; `prompt` is a template. */
const approvalFields = {
  ...common,
  type: z.literal('approval'),
  prompt: z
    .string()
    .min(1)
    .max(64 * 1024),
  /** What has to be answered with a yes. */
  form: jsonSchema.optional(),
  ...approvalTerms,
};
export const approvalStep = z.strictObject({ ...approvalFields, ...compensated });

/** Steps one after the other; each gets the text of the one before. */
const sequentialFields = { ...common, type: z.literal('sequential') };
export const sequentialStep = z.strictObject({ ...sequentialFields, ...compensated, steps: z.array(inner).min(1) });

/** `view`: how much of the shared thread it is shown; by default what its agent's own says. */
export const participant = z.strictObject({ id: stepId, agent: reference, view: view.optional() });

const participants = z.array(participant).min(1).max(32);

const maxParallel = z.int().min(1).max(1_000).optional();

/** What a failed branch does to the others: cancels them, or is kept beside their results. */
const onFailure = z.enum(['fail', 'collect']).default('fail');

/** Branches at the same time. */
const concurrentFields = {
  ...common,
  type: z.literal('concurrent'),
  maxParallel,
  onFailure,
  aggregate: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('collect') }),
      z.strictObject({ type: z.literal('agent'), agent: reference }),
      z.strictObject({ type: z.literal('vote') }),
    ])
    .default({ type: 'collect' }),
};
export const concurrentStep = z.strictObject({ ...concurrentFields, ...compensated, branches: z.array(inner).min(1) });

/** Participants who speak in turn in one shared thread. */
const groupChatFields = {
  ...common,
  type: z.literal('groupChat'),
  participants,
  manager: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('roundRobin') }),
      z.strictObject({ type: z.literal('agent'), agent: reference, view: view.optional() }),
    ])
    .default({ type: 'roundRobin' }),
  maxRounds: z.int().min(1).max(100_000),
  until: expression.optional(),
};
export const groupChatStep = z.strictObject({ ...groupChatFields, ...compensated });

/** One participant speaks until it hands over to another. */
const handoffFields = {
  ...common,
  type: z.literal('handoff'),
  participants,
  start: stepId,
  routes: z.record(stepId, z.array(stepId)).optional(),
  maxHandoffs: z.int().min(0).max(1_000).default(10),
};
export const handoffStep = z.strictObject({ ...handoffFields, ...compensated });

/** A manager plans, has participants work, and plans anew when they do not get on. */
const magenticFields = {
  ...common,
  type: z.literal('magentic'),
  manager: reference,
  participants,
  maxRounds: z.int().min(1).max(100_000),
  /** Rounds in a row without progress after which the plan is made anew. */
  maxStalls: z.int().min(1).max(1_000).default(3),
  /** Whether somebody agrees to the plan first; or who, and how long is waited for that. */
  planReview: z.union([z.boolean(), planReviewTerms]).optional(),
};
export const magenticStep = z.strictObject({ ...magenticFields, ...compensated });

/** The first case whose `when` is true. */
const routeFields = {
  ...common,
  type: z.literal('route'),
};
export const routeStep = z.strictObject({
  ...routeFields,
  ...compensated,
  cases: z.array(z.strictObject({ when: expression, step: inner })).min(1),
  otherwise: inner.optional(),
});

/** A body again and again until something is true. */
const loopFields = {
  ...common,
  type: z.literal('loop'),
  until: expression,
  maxIterations: z.int().min(1).max(100_000),
};
export const loopStep = z.strictObject({ ...loopFields, ...compensated, body: inner });

/** A body for every item of a list. */
const mapFields = {
  ...common,
  type: z.literal('map'),
  over: expression,
  as: stepId.default('item'),
  maxParallel: z.int().min(1).max(1_000).default(10),
  onFailure,
};
export const mapStep = z.strictObject({ ...mapFields, ...compensated, body: inner });

/** A saved workflow, run as an execution of its own. */
const workflowFields = { ...common, type: z.literal('workflow'), workflow: reference };
export const workflowStep = z.strictObject({ ...workflowFields, ...compensated });

/** Until a time has passed, or until an event of a name is sent to the execution; `api/` insists on one of the two. */
const waitFields = {
  ...common,
  type: z.literal('wait'),
  for: duration.optional(),
  event: eventName.optional(),
};
export const waitStep = z.strictObject({ ...waitFields, ...compensated });

/** A node of a workflow's tree. */
export const step = z.discriminatedUnion('type', [
  agentStep,
  toolStep,
  sequentialStep,
  concurrentStep,
  groupChatStep,
  handoffStep,
  magenticStep,
  routeStep,
  loopStep,
  mapStep,
  workflowStep,
  waitStep,
  approvalStep,
]);

type Fields<F extends z.ZodRawShape> = z.infer<z.ZodObject<F>>;
type FieldsInput<F extends z.ZodRawShape> = z.input<z.ZodObject<F>>;

interface Compensated {
  compensate?: Step;
}
interface CompensatedInput {
  compensate?: StepInput;
}

export type RetryPolicy = z.infer<typeof retryPolicy>;
export type Participant = z.infer<typeof participant>;
export type AgentStep = Fields<typeof agentFields> & Compensated;
export type ToolStep = Fields<typeof toolFields> & Compensated;
export type GroupChatStep = Fields<typeof groupChatFields> & Compensated;
export type HandoffStep = Fields<typeof handoffFields> & Compensated;
export type MagenticStep = Fields<typeof magenticFields> & Compensated;
export type SequentialStep = Fields<typeof sequentialFields> & Compensated & { steps: Step[] };
export type ConcurrentStep = Fields<typeof concurrentFields> & Compensated & { branches: Step[] };
export type RouteStep = Fields<typeof routeFields> & Compensated & { cases: { when: string; step: Step }[]; otherwise?: Step };
export type LoopStep = Fields<typeof loopFields> & Compensated & { body: Step };
export type MapStep = Fields<typeof mapFields> & Compensated & { body: Step };
export type WorkflowStep = Fields<typeof workflowFields> & Compensated;
export type WaitStep = Fields<typeof waitFields> & Compensated;
export type ApprovalStep = Fields<typeof approvalFields> & Compensated;
export type Step =
  | AgentStep
  | ToolStep
  | SequentialStep
  | ConcurrentStep
  | GroupChatStep
  | HandoffStep
  | MagenticStep
  | RouteStep
  | LoopStep
  | MapStep
  | WorkflowStep
  | WaitStep
  | ApprovalStep;

/** A step as a caller writes it: what has a default may be left out. */
export type StepInput =
  | (FieldsInput<typeof agentFields> & CompensatedInput)
  | (FieldsInput<typeof toolFields> & CompensatedInput)
  | (FieldsInput<typeof groupChatFields> & CompensatedInput)
  | (FieldsInput<typeof handoffFields> & CompensatedInput)
  | (FieldsInput<typeof magenticFields> & CompensatedInput)
  | (FieldsInput<typeof workflowFields> & CompensatedInput)
  | (FieldsInput<typeof waitFields> & CompensatedInput)
  | (FieldsInput<typeof approvalFields> & CompensatedInput)
  | (FieldsInput<typeof sequentialFields> & CompensatedInput & { steps: StepInput[] })
  | (FieldsInput<typeof concurrentFields> & CompensatedInput & { branches: StepInput[] })
  | (FieldsInput<typeof routeFields> & CompensatedInput & { cases: { when: string; step: StepInput }[]; otherwise?: StepInput })
  | (FieldsInput<typeof loopFields> & CompensatedInput & { body: StepInput })
  | (FieldsInput<typeof mapFields> & CompensatedInput & { body: StepInput });
