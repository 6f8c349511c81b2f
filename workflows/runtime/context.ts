import type { InputSource, ModelDigest, RequestedTool, ToolDigest } from '../../contracts/activities';
import type { PlanStep, WorkflowInput } from '../../contracts/plan';
import { activities, callOptions } from './activities';
import { toStepFailure } from './step-failure';
import type { Strand } from './strand';

/** Where a step runs: its place in the tree, the strand that publishes its facts, and where its input comes from. */
export interface StepContext {
  readonly execution: WorkflowInput;
  readonly strand: Strand;
  /** Ids from the root joined by `/`, repetitions as `#n`. */
  readonly path: string;
  readonly input: InputSource;
}

/** What a finished step hands on: the call whose journal entry holds its text and data. */
export interface StepResult {
  output?: string;
}

/** One model call of a turn. `number` counts the turn's calls from 1. */
export interface TurnCall {
  number: number;
  agent: string;
  thread: string;
  upTo: number;
  input?: InputSource;
}

/** The id of a turn's model call: stable across attempts, replays and processes. */
export function toModelCallId(path: string, number: number): string {
  return `${path}:m${number}`;
}

export async function callModel(context: StepContext, step: PlanStep, call: TurnCall): Promise<ModelDigest> {
  const { execution, path, strand } = context;
  try {
    return await strand.carry((facts) =>
      activities.callModel.executeWithOptions(
        { ...callOptions(step.retry, execution.heartbeatTimeoutMs), summary: `${call.agent} · model call ${call.number}` },
        [
          {
            organizationId: execution.organizationId,
            facts,
            callId: toModelCallId(path, call.number),
            stepPath: path,
            thread: call.thread,
            upTo: call.upTo,
            ...(call.input && { input: call.input }),
          },
        ],
      ),
    );
  } catch (error) {
    throw toStepFailure(error, path);
  }
}

/** One tool call that a turn's model call number `number` asked for, as its `position`th (from 0). */
export async function callRequestedTool(
  context: StepContext,
  step: PlanStep,
  call: { number: number; position: number; requested: RequestedTool; thread: string; askedAt: number },
): Promise<ToolDigest> {
  return callTool(context, step, `${context.path}:t${call.number}.${call.position + 1}`, call.requested.tool, {
    toolCallId: call.requested.id,
    thread: call.thread,
    askedAt: call.askedAt,
    index: call.askedAt + 1 + call.position,
  });
}

export async function callTool(
  context: StepContext,
  step: PlanStep,
  callId: string,
  tool: string,
  request?: { toolCallId: string; thread: string; askedAt: number; index: number },
): Promise<ToolDigest> {
  const { execution, path, strand } = context;
  try {
    return await strand.carry((facts) =>
      activities.callTool.executeWithOptions({ ...callOptions(step.retry, execution.heartbeatTimeoutMs), summary: `${tool} · tool call` }, [
        { organizationId: execution.organizationId, facts, callId, stepPath: path, tool, ...(request && { request }) },
      ]),
    );
  } catch (error) {
    throw toStepFailure(error, path);
  }
}
