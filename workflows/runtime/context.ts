import { sleep } from '@temporalio/workflow';
import type {
  CallModelInput,
  CallToolInput,
  CompactionDue,
  EvaluateDigest,
  InputSource,
  ModelDigest,
  Question,
  ToolDigest,
} from '../../contracts/activities';
import type { Fact, PlanStep, WorkflowInput } from '../../contracts/plan';
import { activities, callOptions, evaluate as evaluateActivity } from './activities';
import type { Gate } from './gate';
import type { Mailbox } from './mailbox';
import { toStepFailure } from './step-failure';
import type { Story } from './story';
import type { Strand } from './strand';
import type { Tape } from './tape';

/** What a run of an execution is made of. */
export interface ExecutionParts {
  readonly execution: WorkflowInput;
  readonly tape: Tape;
  readonly gate: Gate;
  readonly mailbox: Mailbox;
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

type Specific<T> = Omit<T, 'organizationId' | 'facts' | 'stepPath'>;

/**
 * One model call; `summary` is what Temporal UI shows of it. Where the speaker's view wants older messages summed up
 * first, that is a call of its own, made before this one.
 */
export async function callModel(
  context: StepContext,
  step: PlanStep,
  summary: string,
  call: Specific<CallModelInput>,
): Promise<ModelDigest> {
  const make = (of: StepContext, title: string, specific: Specific<CallModelInput>) =>
    carried(
      of,
      specific.callId,
      (envelope) =>
        activities.callModel.executeWithOptions({ ...callOptions(step.retry, of.execution.heartbeatTimeoutMs), summary: title }, [
          { ...envelope, ...specific },
        ]),
      isMade,
    );
  for (;;) {
    const digest = await make(context, summary, call);
    if (isMade(digest)) return digest;
    const { thread, upTo } = call;
    const { compact } = digest;
    const callId = `${call.callId}.summary${compact.index + 1}`;
    await make({ ...context, closing: undefined }, `${summary} · sum up`, { callId, thread, upTo, compact });
  }
}

function isMade(digest: ModelDigest | CompactionDue): digest is ModelDigest {
  return !('compact' in digest);
}

export function callTool(context: StepContext, step: PlanStep, call: Specific<CallToolInput>): Promise<ToolDigest> {
  const summary = `${call.tool} · tool call`;
  return carried(context, call.callId, (envelope) =>
    activities.callTool.executeWithOptions({ ...callOptions(step.retry, context.execution.heartbeatTimeoutMs), summary }, [
      { ...envelope, ...call },
    ]),
  );
}

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

type Envelope = Pick<CallModelInput, 'organizationId' | 'stepPath' | 'facts' | 'closing'>;

function toClosingFacts(steps: readonly ClosingStep[], output: string): Fact[] {
  return steps.flatMap(({ leaf, ...step }): Fact[] => [
    { type: 'stepCompleted', ...step, output },
    ...(leaf ? [{ type: 'superstepCommitted' as const, stepPath: step.stepPath }] : []),
  ]);
}

async function carried<T>(
  { execution, tape, gate, path, strand, closing: steps }: StepContext,
  callId: string,
  activity: (envelope: Envelope) => Promise<T>,
  isAnswer?: (value: T) => boolean,
): Promise<T> {
  const closing = steps && { closing: toClosingFacts(steps, callId) };
  // Only of a fork's tape, for an await more would change what other histories replay to.
  if (execution.tapePages !== undefined && tape.answered % ANSWERS_A_TASK === ANSWERS_A_TASK - 1) await sleep(1);
  try {
    return await tape.once(
      callId,
      () =>
        gate.pass(() => strand.carry((facts) => activity({ organizationId: execution.organizationId, stepPath: path, facts, ...closing }))),
      isAnswer,
    );
  } catch (error) {
    throw toStepFailure(error, path);
  }
}
