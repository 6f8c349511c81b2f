import type { Budget } from './budget';
import type { AgentBody, Execution, ExecutionError, ModelChoice } from './entities';
import type { Json, JsonObject } from './json';
import type { ModelPrice } from './money';
import type { Step, StepInput } from './steps';

/**
 * What an execution runs, pinned when it was started and never changed: the tree with every reference resolved
 * to an id, and the revision and model of every agent in it. Activities read it; workflow code never sees it.
 */
export interface Plan {
  root: Step;
  /** By the id that the tree's steps name. */
  agents: Record<string, PinnedAgent>;
  /** By the id that the tree's `workflow` steps name, also those that only such a workflow's own tree names. */
  workflows?: Record<string, PinnedWorkflow>;
  /** Of a fork: the inputs that steps get in place of what the tree says, by their paths; of a tool step its arguments. */
  inputs?: Record<string, Json>;
}

/** A workflow that a step runs; its tree is resolved as the plan's root is. */
export interface PinnedWorkflow {
  name: string;
  revision: number;
  inputSchema?: JsonObject;
  budget?: Budget;
  root: Step;
}

export interface PinnedAgent {
  name: string;
  revision: number;
  model: ModelChoice;
  /** Absent when it was unknown. */
  price?: ModelPrice;
  /** The same of its model's fallbacks, in their order; null when unknown. */
  fallbackPrices?: (ModelPrice | null)[];
  /** Of an agent that was never saved (`POST /agents/execute` with a definition), or that a fork has with other instructions. */
  definition?: AgentBody;
}

/** What exists of an execution before its Temporal workflow does; written once, put-if-absent by `executionId`. */
export interface StartRecord {
  executionId: string;
  organizationId: string;
  workflowId: string | null;
  workflowRevision: number | null;
  name: string;
  plan: Plan;
  input: Json;
  /** ISO 8601. */
  startedAt: string;
  budget?: Budget;
  forkedFrom?: Execution['forkedFrom'];
  parent?: Execution['parent'];
}

/** What a run that does not begin at the beginning is told of what is done: ids of steps and calls, each with its value. */
export type TapePage = [id: string, value: Json][];

/** Retry of a call, in milliseconds, as the workflow hands it to Temporal. */
export interface RetryPlan {
  maxAttempts: number;
  initialIntervalMs: number;
  backoff: number;
  maxIntervalMs: number;
}

interface PlanStepBase {
  id: string;
  /** The step has an `input` template. */
  hasInput?: true;
  timeoutMs?: number;
  retry?: RetryPlan;
  compensate?: PlanStep;
}

/** A participant as workflow code sees it; `agent` is the agent's name. */
export interface PlanParticipant {
  id: string;
  agent: string;
  maxTurns: number;
}

/** An agent that serves a pattern: a manager or an aggregator. */
export type PlanHelper = Omit<PlanParticipant, 'id'>;

/** A step as workflow code sees it: structure and names only, no instructions, templates, expressions or texts. */
export type PlanStep =
  | (PlanStepBase & { type: 'agent'; agent: string; maxTurns: number })
  /** `approval`: whether a call needs one must be asked. */
  | (PlanStepBase & { type: 'tool'; tool: string; approval?: true })
  | (PlanStepBase & { type: 'approval' })
  | (PlanStepBase & { type: 'sequential'; steps: PlanStep[] })
  | (PlanStepBase & {
      type: 'concurrent';
      branches: PlanStep[];
      maxParallel?: number;
      onFailure: 'fail' | 'collect';
      aggregate: 'collect' | 'vote' | PlanHelper;
    })
  | (PlanStepBase & { type: 'groupChat'; participants: PlanParticipant[]; manager: 'roundRobin' | PlanHelper; maxRounds: number })
  | (PlanStepBase & {
      type: 'magentic';
      manager: PlanHelper;
      participants: PlanParticipant[];
      maxRounds: number;
      maxStalls: number;
      planReview?: true;
    })
  | (PlanStepBase & { type: 'handoff'; participants: PlanParticipant[]; start: string; maxHandoffs: number })
  | (PlanStepBase & { type: 'route'; cases: PlanStep[]; otherwise?: PlanStep })
  | (PlanStepBase & { type: 'loop'; body: PlanStep; maxIterations: number })
  | (PlanStepBase & { type: 'map'; body: PlanStep; maxParallel: number; onFailure: 'fail' | 'collect' })
  /** `workflow` is its name; `rootType` the Temporal workflow type that runs it. */
  | (PlanStepBase & { type: 'workflow'; workflow: string; workflowId: string; rootType: PlanStep['type'] })
  | (PlanStepBase & { type: 'wait'; forMs?: number; event?: string });

export type PlanStepOf<T extends PlanStep['type']> = Extract<PlanStep, { type: T }>;

/**
 * What somebody who starts one of our workflow types with Temporal's own client passes in place of a
 * {@link WorkflowInput}: the worker resolves and pins the definition then. The Temporal workflow type must be the
 * root's type, and the workflow id becomes the execution id.
 */
export interface OutsideStart {
  /** Id or name of a saved workflow. */
  workflow: string;
  input?: Json;
  /** The local organization when absent. */
  organizationId?: string;
}

/**
 * What a workflow of somebody's own passes to run our patterns as functions inside it: the steps it will run, which
 * name saved agents. They are checked and pinned as a definition's are.
 */
export interface OwnSteps {
  /** Shown as the execution's name. */
  name: string;
  steps: StepInput[];
  input?: Json;
  organizationId?: string;
}

/** What a `workflow` step passes to the execution that it starts, whose start record it has written before. */
export interface ChildStart {
  organizationId: string;
  parent: NonNullable<Execution['parent']>;
  heartbeatTimeoutMs?: number;
}

/** What its parent is told: the execution that its step at this path runs has ended. */
export interface ChildEnded {
  stepPath: string;
  executionId: string;
}

/** The input of each of our Temporal workflow types. */
export interface WorkflowInput {
  organizationId: string;
  root: PlanStep;
  /** A call that gives no sign of life for this long is made again; 5 s when absent. */
  heartbeatTimeoutMs?: number;
  /** Of a fork of something long: how many pages its tape has, which the first run asks for one by one. */
  tapePages?: number;
  /** Who is told when this execution has ended. */
  parent?: Execution['parent'];
  /** Where the executions of `workflow` steps run, when that is not where this one runs. */
  childTaskQueue?: string;
  /** The execution ends as `budget_exhausted` when it takes longer. */
  timeBudgetMs?: number;
  /** Of a fork: paths of the steps whose input is another than the tree says. */
  inputs?: string[];
}

/** What a Temporal workflow of ours returns when it completes; otherwise it fails or is cancelled. */
export interface WorkflowResult {
  /** The call whose journal entry holds the output. */
  output?: string;
}

/**
 * Something that only the workflow knows. It rides in the input of the next activity, which writes it first,
 * put-if-absent by type and step path, so the feed never shows what history does not know.
 */
export type Fact =
  | { type: 'executionStarted' }
  | { type: 'stepStarted'; stepPath: string; stepType: string }
  /** `output` is the call whose journal entry holds the step's text and data. */
  | { type: 'stepCompleted'; stepPath: string; stepType: string; output?: string }
  | { type: 'stepFailed'; stepPath: string; stepType: string; error: ExecutionError }
  | { type: 'stepCancelled'; stepPath: string; stepType: string }
  /** What asked for this approval does not wait any more. */
  | { type: 'approvalCancelled'; stepPath: string; approvalId: string }
  /** A branch waits: for an event of this name, until this time (ISO 8601), for a person (neither). */
  | { type: 'waitStarted'; stepPath: string; event?: string; until?: string }
  /** Every open branch waits; `number` counts these times, so that one that is told late changes nothing. */
  | { type: 'executionWaiting'; number: number }
  /** The orchestrator has taken in this leaf or round; the store numbers it. */
  | { type: 'superstepCommitted'; stepPath: string }
  /** What completed at or below this step, and has a compensation, is undone from here on, newest first. */
  | { type: 'compensationStarted'; stepPath: string }
  | { type: 'compensationCompleted'; stepPath: string }
  /** One failed, so those of the steps in `notStarted` (and of `more`) are not begun. */
  | ({ type: 'compensationFailed'; stepPath: string } & CompensationFailure)
  /** The execution that a `workflow` step runs has begun; written by that execution. */
  | { type: 'childStarted'; stepPath: string; childExecutionId: string };

export interface CompensationFailure {
  error: ExecutionError;
  /** Paths of the steps that stay as they are. */
  notStarted: string[];
  /** There are more of them. */
  more?: true;
}

/** How an execution ends; the store keeps the first one it is given. */
export type Ending =
  | { status: 'completed'; output?: string }
  | { status: 'failed' | 'timed_out' | 'budget_exhausted'; error: ExecutionError }
  | { status: 'cancelled' };
