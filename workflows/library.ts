import { ApplicationFailure, isCancellation } from '@temporalio/workflow';
import { TASK_QUEUE } from '../contracts/constants';
import type { Output } from '../contracts/entities';
import type { OwnSteps, PlanStep } from '../contracts/plan';
import { readOutput } from './runtime/activities';
import { hearChildren } from './runtime/child';
import { undo } from './runtime/compensate';
import type { StepContext, StepResult } from './runtime/context';
import { Gate } from './runtime/gate';
import { prepareInput } from './runtime/prepare-input';
import { receiveLetters } from './runtime/receive-letters';
import { runStep, type StepPlace } from './runtime/run-step';
import { StepFailure } from './runtime/step-failure';
import { Story } from './runtime/story';
import { Tape } from './runtime/tape';
import { tellWaiting } from './runtime/tell-waiting';
import { Waits } from './runtime/waits';
import { createStrand, writeFacts } from './runtime/write-facts';

/**
 * Our patterns as functions inside somebody's own Temporal workflow. Its worker has our activities
 * (`composeWorker({workflowsPath, taskQueue})`), and what runs is an execution like any other: with feed, transcript,
 * journal and page.
 */
export interface OwnExecution {
  context: StepContext;
  /** The steps that were given, by id, as the functions below take them. */
  steps: Record<string, PlanStep>;
}

/** Where a step runs inside its workflow, and what it gets: another step's result, else the execution's input. */
export type OwnPlace = Pick<StepPlace, 'repetition'> & { input?: StepResult };

/**
 * Runs `body` as one execution under this workflow's id. The result of the last step that `body` returns is the
 * execution's output. A failure of a step ends both; it is thrown as an `ApplicationFailure` with the step's code.
 */
export async function runOwnExecution(own: OwnSteps, body: (execution: OwnExecution) => Promise<StepResult>): Promise<StepResult> {
  const tape = new Tape();
  const gate = Gate.open();
  const mailbox = receiveLetters(tape, gate);
  hearChildren(tape);
  const pinned = await prepareInput(own, 'execution · pin the steps');
  // The workflows that steps run are not in the bundle of somebody's own worker.
  const execution = { ...pinned, childTaskQueue: TASK_QUEUE };
  const { root } = execution;
  if (root.type !== 'sequential') throw ApplicationFailure.nonRetryable('The steps were not pinned', 'plan_incomplete');
  const strand = createStrand(execution);
  strand.record({ type: 'executionStarted' });
  const parts = { execution, strand, tape, gate, mailbox, waits: new Waits(gate), story: new Story() };
  void tellWaiting(parts);
  const context: StepContext = { ...parts, path: root.id, input: {} };
  const steps = Object.fromEntries(root.steps.map((step) => [step.id, step]));
  try {
    const result = await body({ context, steps });
    await writeFacts(execution, 'execution · record the end', strand.allPending(), {
      ending: { status: 'completed', output: result.output },
    });
    return result;
  } catch (error) {
    if (!isCancellation(error) && !(error instanceof StepFailure)) throw error;
    const ending = await undo(context, error instanceof StepFailure ? { status: 'failed', error: error.error } : { status: 'cancelled' });
    await writeFacts(execution, 'execution · record the end', strand.allPending(), { ending });
    if (!('error' in ending)) throw error;
    throw ApplicationFailure.create({ type: ending.error.code, message: ending.error.message, nonRetryable: true });
  }
}

/** Text and data of a step's result. They go into this workflow's history, so ask only for what the code decides by. */
export function outputOf({ execution }: StepContext, { output = '' }: StepResult): Promise<Output> {
  return readOutput.executeWithOptions({ summary: 'execution · read an output' }, [
    { organizationId: execution.organizationId, callId: output },
  ]);
}

type RunPattern = (context: StepContext, step: PlanStep | undefined, place?: OwnPlace) => Promise<StepResult>;

function toFunction(type: PlanStep['type']): RunPattern {
  return (context, step, { input, repetition } = {}) => {
    if (step?.type !== type) throw ApplicationFailure.nonRetryable(`This is no ${type} step`, 'invalid_definition');
    return runStep({ ...context, input: input === undefined ? context.input : { call: input.output } }, step, { repetition });
  };
}

export const agent = toFunction('agent');
export const tool = toFunction('tool');
export const sequential = toFunction('sequential');
export const concurrent = toFunction('concurrent');
export const groupChat = toFunction('groupChat');
export const handoff = toFunction('handoff');
export const magentic = toFunction('magentic');
export const route = toFunction('route');
export const loop = toFunction('loop');
export const map = toFunction('map');
export const workflow = toFunction('workflow');
export const wait = toFunction('wait');
