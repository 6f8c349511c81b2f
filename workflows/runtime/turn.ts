import { CancellationScope } from '@temporalio/workflow';
import type { InputSource, ModelDigest } from '../../contracts/activities';
import type { PlanStep } from '../../contracts/plan';
import { callModel, callRequestedTool, type StepContext, toModelCallId } from './context';
import { StepFailure } from './step-failure';

export interface Turn {
  agent: string;
  maxTurns: number;
  thread: string;
  /** Messages of the thread before the turn. */
  upTo: number;
  /** The user message that begins the turn; a participant of a chat has none. */
  input?: InputSource;
}

export interface TurnResult {
  /** The call that gave the final message. */
  output: string;
  /** Messages of the thread after the turn. */
  upTo: number;
}

/** An agent's go: model call, its tool calls in parallel, model call again, until the model asks for no tool. */
export async function runTurn(context: StepContext, step: PlanStep, turn: Turn): Promise<TurnResult> {
  let { upTo, input } = turn;
  for (let number = 1; number <= turn.maxTurns; number++) {
    const digest = await callModel(context, step, { number, agent: turn.agent, thread: turn.thread, upTo, input });
    if (digest.toolCalls === undefined) return { output: toModelCallId(context.path, number), upTo: digest.upTo };
    if (number === turn.maxTurns) break;
    upTo = await runTools(context, step, turn.thread, number, digest, digest.toolCalls);
    input = undefined;
  }
  throw new StepFailure(
    'turn_limit',
    `${turn.agent} still asked for tools after ${turn.maxTurns} model calls; raise limits.maxTurns or simplify its task`,
    context.path,
  );
}

async function runTools(
  context: StepContext,
  step: PlanStep,
  thread: string,
  number: number,
  digest: ModelDigest,
  requests: NonNullable<ModelDigest['toolCalls']>,
): Promise<number> {
  const askedAt = digest.upTo - 1;
  await allOrCancel(
    requests.map((requested, position) => () => callRequestedTool(context, step, { number, position, requested, thread, askedAt })),
  );
  return digest.upTo + requests.length;
}

/** Runs all at once; when one fails, the others are cancelled and waited for, and the first failure is thrown. */
export async function allOrCancel<T>(starts: (() => Promise<T>)[]): Promise<T[]> {
  const scope = new CancellationScope();
  return scope.run(async () => {
    const running = starts.map((start) => start());
    try {
      return await Promise.all(running);
    } catch (error) {
      scope.cancel();
      await Promise.allSettled(running);
      throw error;
    }
  });
}
