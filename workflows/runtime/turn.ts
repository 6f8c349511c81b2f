import type { InputSource, RequestedTool, ToolDigest } from '../../contracts/activities';
import { HANDOFF_TOOL_PREFIX, REPAIRS_ALLOWED } from '../../contracts/constants';
import type { PlanHelper, PlanStep } from '../../contracts/plan';
import { runAll } from './bounded';
import { callModel, callTool, type StepContext } from './context';
import { StepFailure } from './step-failure';

export interface Turn extends PlanHelper {
  thread: string;
  /** Messages of the thread before the turn. */
  upTo: number;
  /** The user message that begins the turn; most turns of a chat have none. */
  input?: InputSource;
  /** Group chat: the round, so that the turn's last call evaluates `until`. */
  round?: number;
}

export interface TurnResult {
  /** The call that gave the final message. */
  output: string;
  /** Messages of the thread after the turn. */
  upTo: number;
  /** The chat's `until` is true. */
  until: boolean;
  /** The turn ended by handing over; `call` is the tool call that did. */
  handoff?: { to: string; call: string };
}

/** An agent's go: model call, its tool calls in parallel, model call again, until the model asks for no tool. */
export async function runTurn(context: StepContext, step: PlanStep, turn: Turn): Promise<TurnResult> {
  const { agent, maxTurns, thread, round } = turn;
  let { upTo, input } = turn;
  let invalid: string | undefined;
  let invalidAnswers = 0;
  let invalidToolCalls = 0;
  for (let number = 1; number <= maxTurns; number++) {
    const callId = `${context.path}:m${number}`;
    const digest = await callModel(context, step, `${agent} · model call ${number}`, { callId, thread, upTo, input, invalid, round });
    ({ upTo } = digest);
    ({ invalid } = digest);
    input = undefined;
    if (invalid !== undefined) {
      if (++invalidAnswers > REPAIRS_ALLOWED) throw new StepFailure('output_invalid', invalid, context.path);
      continue;
    }
    if (digest.toolCalls === undefined) return { output: callId, upTo, until: digest.until === true };
    if (number === maxTurns) break;
    const answers = await runTools(context, step, { number, thread, upTo, requests: digest.toolCalls });
    upTo += answers.length;
    const handoff = answers.find(({ digest: answer, tool }) => answer.ok && tool.startsWith(HANDOFF_TOOL_PREFIX));
    if (handoff !== undefined && step.type === 'handoff') {
      return { output: callId, upTo, until: false, handoff: { to: handoff.tool.slice(HANDOFF_TOOL_PREFIX.length), call: handoff.callId } };
    }
    invalidToolCalls = answers.some(({ digest: answer }) => answer.invalid) ? invalidToolCalls + 1 : 0;
    if (invalidToolCalls > REPAIRS_ALLOWED) {
      throw new StepFailure(
        'tool_call_invalid',
        `${agent} called a tool in a way that its schema refuses ${invalidToolCalls} times in a row`,
        context.path,
      );
    }
  }
  throw new StepFailure(
    'turn_limit',
    `${agent} was not done after ${maxTurns} model calls; raise limits.maxTurns or simplify its task`,
    context.path,
  );
}

interface ToolAnswer {
  callId: string;
  tool: string;
  digest: ToolDigest;
}

/** Runs the tools that the message at `upTo - 1` asks for, in parallel; their messages follow it in order. */
function runTools(
  context: StepContext,
  step: PlanStep,
  { number, thread, upTo, requests }: { number: number; thread: string; upTo: number; requests: RequestedTool[] },
): Promise<ToolAnswer[]> {
  return runAll(
    requests.map(({ id, tool }, position) => async () => {
      const callId = `${context.path}:t${number}.${position + 1}`;
      const request = { toolCallId: id, thread, askedAt: upTo - 1, index: upTo + position };
      return { callId, tool, digest: await callTool(context, step, { callId, tool, request }) };
    }),
  );
}
