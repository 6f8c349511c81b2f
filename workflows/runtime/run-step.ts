import { isCancellation } from '@temporalio/workflow';
import type { ExecutionError } from '../../contracts/entities';
import type { PlanStep, PlanStepOf, WorkflowInput } from '../../contracts/plan';
import { PATTERNS } from '../patterns';
import type { StepContext, StepResult } from './context';
import { withDeadline } from './deadline';
import { StepFailure } from './step-failure';

/** A pattern or a leaf: deterministic code over the context. */
export type Pattern<T extends PlanStep['type']> = (context: StepContext, step: PlanStepOf<T>) => Promise<StepResult>;

const LEAVES: readonly PlanStep['type'][] = ['agent', 'tool', 'workflow', 'wait', 'approval'];

export interface StepPlace {
  /** From 1, for a step that runs again and again. */
  repetition?: number;
  /** The parent's output is this step's, and nothing comes after it. */
  last?: boolean;
}

/** Runs a step below `parent` and publishes how it went. */
export async function runStep(
  parent: Omit<StepContext, 'path'> & { path?: string },
  step: PlanStep,
  { repetition, last = false }: StepPlace = {},
): Promise<StepResult> {
  const name = repetition === undefined ? step.id : `${step.id}#${repetition}`;
  const path = parent.path === undefined ? name : `${parent.path}/${name}`;
  const about = { stepPath: path, stepType: step.type };
  const leaf = LEAVES.includes(step.type);
  const closing = last && parent.closing ? [{ ...about, leaf }, ...parent.closing] : undefined;
  const context: StepContext = {
    ...parent,
    path,
    closing,
    input: hasInput(parent.execution, step, path) ? { inputOf: path } : parent.input,
  };
  const { strand, tape, story } = context;
  const tell = (state: string) => story.tell(path, step.type, state);
  const known = tape.get<Settled>(path);
  if (known !== undefined) {
    if ('failed' in known) throw new StepFailure(known.failed);
    return known;
  }
  strand.record({ type: 'stepStarted', ...about });
  tell('running');
  try {
    const result = await withTimeout(context, step, () => runPattern(context, step));
    tell('completed');
    if (result.closed) return result;
    strand.record({ type: 'stepCompleted', ...about, ...(result.output !== undefined && { output: result.output }) });
    if (leaf) strand.record({ type: 'superstepCommitted', stepPath: path });
    settle(context, result);
    return result;
  } catch (error) {
    if (isCancellation(error)) {
      strand.record({ type: 'stepCancelled', ...about });
      tell('cancelled');
    } else if (error instanceof StepFailure) {
      tell(`failed: ${error.error.code}`);
      strand.record({ type: 'stepFailed', ...about, error: error.error });
      settle(context, { failed: error.error });
    }
    throw error;
  }
}

/** Whether the plan says what a step gets, or a fork says that it gets something else here. */
function hasInput({ inputs }: WorkflowInput, step: PlanStep, path: string): boolean {
  return step.hasInput === true || inputs?.includes(path) === true;
}

/** How a finished step stands on the tape. */
type Settled = StepResult | { failed: ExecutionError };

/** What a step handed on, when the tape has that it completed. */
export function completedOnTape(tape: StepContext['tape'], path: string): StepResult | undefined {
  const known = tape.get<Settled>(path);
  return known === undefined || 'failed' in known ? undefined : known;
}

/** One entry in place of everything below the step. */
function settle({ tape, path }: StepContext, settled: Settled): void {
  tape.forget(path, deadlineId(path));
  tape.set(path, settled);
}

const deadlineId = (path: string): string => `deadline:${path}`;

/** The list of patterns is typed step by step; here their types meet. */
function runPattern(context: StepContext, step: PlanStep): Promise<StepResult> {
  const pattern = PATTERNS[step.type] as Pattern<PlanStep['type']>;
  return pattern(context, step);
}

function withTimeout({ tape, path }: StepContext, step: PlanStep, run: () => Promise<StepResult>): Promise<StepResult> {
  const { timeoutMs: milliseconds } = step;
  if (milliseconds === undefined) return run();
  const toFailure = () => StepFailure.at(path, 'step_timeout', `The step did not finish within ${milliseconds} ms`);
  return withDeadline(tape, { id: deadlineId(path), milliseconds, toFailure }, run);
}
