import { sleep } from '@temporalio/workflow';
import type {
  CallModelInput,
  ChildDigest,
  EvaluateDigest,
  FoundCompensations,
  InputSource,
  Question,
  TakenChild,
} from '../../contracts/activities';
import type { Fact, PlanStepOf, WorkflowInput } from '../../contracts/plan';
import {
  evaluate as evaluateActivity,
  findCompensations as findCompensationsActivity,
  recordChild as recordChildActivity,
  takeChild as takeChildActivity,
} from './activities';
import type { Child } from './child';
import type { Gate } from './gate';
import type { Mailbox } from './mailbox';
import { toStepFailure } from './step-failure';
import type { Story } from './story';
import type { Strand } from './strand';
import type { Tape } from './tape';
import type { Waits } from './waits';

/** What a run of an execution is made of. */
export interface ExecutionParts {
  readonly execution: WorkflowInput;
  readonly tape: Tape;
  readonly gate: Gate;
  readonly mailbox: Mailbox;
  readonly waits: Waits;
  readonly story: Story;
  /** The strand on which the part of the tree runs that has the context. */
  readonly strand: Strand;
}

/** Where a step runs: its place in the tree, the strand that publishes its facts, and where its input comes from. */
export interface StepContext extends ExecutionParts {
  /** Ids from the root joined by `/`, repetitions as `#n`. */
  readonly path: string;
  readonly input: InputSource;
  /**
   * Only where this step's output is the whole execution's: the steps that then complete, from this one outwards.
   * The call that gives the output carries them, so that it closes the execution and no further activity is needed.
   */
  readonly closing?: readonly ClosingStep[];
  /** In a compensation: a cancel does not hold its calls back. */
  readonly undoing?: true;
}

export interface ClosingStep {
  stepPath: string;
  stepType: string;
  /** It closes a superstep. */
  leaf: boolean;
}

/** What a finished step hands on: the call whose journal entry holds its text and data. */
export interface StepResult {
  output?: string;
  /** The execution has its terminal event. */
  closed?: true;
}

export type Specific<T> = Omit<T, 'organizationId' | 'facts' | 'stepPath'>;

/** Has an activity work out what needs texts. Its answer is recorded under `<path>:<name>`. */
export async function evaluate(
  context: StepContext,
  name: string,
  question: Question,
): Promise<{ callId: string; digest: EvaluateDigest }> {
  const callId = `${context.path}:${name}`;
  const digest = await carried(context, callId, (envelope) =>
    evaluateActivity.executeWithOptions({ summary: `${context.path.split('/').pop()} · ${question.type}` }, [
      { ...envelope, callId, question },
    ]),
  );
  return { callId, digest };
}

/** So many calls are taken from a long tape in one workflow task: all of them might take longer than one may. */
const ANSWERS_A_TASK = 200;

/** Has the start record of the execution written that a `workflow` step runs. */
export function recordChild(context: StepContext, { workflow }: PlanStepOf<'workflow'>): Promise<ChildDigest> {
  const { path, input } = context;
  return carried({ ...context, closing: undefined }, `${path}:child`, (envelope) =>
    recordChildActivity.executeWithOptions({ summary: `${workflow} · pin` }, [{ ...envelope, input }]),
  );
}

/** Asks which completed steps at or below this one are to be undone; `name` is that of the answer on the tape. */
export function findCompensations(context: StepContext, name: string, before?: number): Promise<FoundCompensations> {
  const { path } = context;
  return carried({ ...context, closing: undefined }, `${path}:${name}`, (envelope) =>
    findCompensationsActivity.executeWithOptions({ summary: `${path.split('/').pop()} · what to undo` }, [{ ...envelope, before }]),
  );
}

/** Asks how that execution has ended. It passes no gate: who calls it says how it passes. */
export function takeChild(context: StepContext, { executionId, closed: ending }: Child): Promise<TakenChild> {
  const { execution, path: stepPath, strand, closing: steps } = context;
  const { organizationId } = execution;
  const callId = `${stepPath}:output`;
  const closing = steps && { closing: toClosingFacts(steps, callId) };
  const summary = `${stepPath.split('/').pop()} · output`;
  const take = (facts: Fact[]) =>
    takeChildActivity.executeWithOptions({ summary }, [{ organizationId, stepPath, facts, callId, executionId, ending, ...closing }]);
  return understandably(stepPath, () => strand.carry(take));
}

type Envelope = Pick<CallModelInput, 'organizationId' | 'stepPath' | 'facts' | 'undoing' | 'closing'>;

function toClosingFacts(steps: readonly ClosingStep[], output: string): Fact[] {
  return steps.flatMap(({ leaf, ...step }): Fact[] => [
    { type: 'stepCompleted', ...step, output },
    ...(leaf ? [{ type: 'superstepCommitted' as const, stepPath: step.stepPath }] : []),
  ]);
}

/** Runs an activity with what it publishes first, unless the tape has its answer. */
export function carried<T>(
  { execution, tape, gate, path, strand, undoing, closing: steps }: StepContext,
  callId: string,
  activity: (envelope: Envelope) => Promise<T>,
  isAnswer?: (value: T) => boolean,
): Promise<T> {
  const closing = steps && { closing: toClosingFacts(steps, callId) };
  const { organizationId } = execution;
  const about = { organizationId, stepPath: path, ...(undoing && { undoing }), ...closing };
  return understandably(path, async () => {
    // Only of a fork's tape, for an await more would change what other histories replay to.
    if (execution.tapePages !== undefined && tape.answered % ANSWERS_A_TASK === ANSWERS_A_TASK - 1) await sleep(1);
    return tape.once(callId, () => gate.pass(() => strand.carry((facts) => activity({ ...about, facts }))), isAnswer);
  });
}

async function understandably<T>(stepPath: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toStepFailure(error, stepPath);
  }
}
