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
  /** The execution has its terminal event. */
  closed?: true;
  /** The turn ended by handing over; `call` is the tool call that did. */
  handoff?: { to: string; call: string };
}

/** Where a turn stands after a model call and its tools; on the tape in place of those calls. */
interface TurnState {
  number: number;
  upTo: number;
  invalid?: string;
  /** In a row. */
  invalidAnswers: number;
  invalidToolCalls: number;
}

/** An agent's go: model call, its tool calls in parallel, model call again, until the model asks for no tool. */
export async function runTurn(context: StepContext, step: PlanStep, turn: Turn): Promise<TurnResult> {
  const { path, tape } = context;
  const { agent, maxTurns } = turn;
  const id = `${path}:turn`;
  let state = tape.get<TurnState>(id) ?? { number: 0, upTo: turn.upTo, invalidAnswers: 0, invalidToolCalls: 0 };
  while (state.number < maxTurns) {
    const next = await runCall(context, step, turn, state);
    if ('output' in next) return next;
    state = next;
    tape.forget(`${path}:m`, `${path}:t`);
    tape.set(id, state);
  }
  throw StepFailure.at(
    path,
    'turn_limit',
    `${agent} was not done after ${maxTurns} model calls; raise limits.maxTurns or simplify its task`,
  );
}

/** One model call and the tools that it asks for: the turn's result, or where it then stands. */
async function runCall(context: StepContext, step: PlanStep, turn: Turn, state: TurnState): Promise<TurnResult | TurnState> {
  const { path } = context;
  const { agent, thread, round, maxTurns } = turn;
  const number = state.number + 1;
  const callId = `${path}:m${number}`;
  const { upTo, invalid } = state;
  const input = number === 1 ? turn.input : undefined;
  const digest = await callModel(context, step, `${agent} · model call ${number}`, { callId, thread, upTo, input, invalid, round });
  if (digest.invalid !== undefined) {
    const invalidAnswers = state.invalidAnswers + 1;
    if (invalidAnswers > REPAIRS_ALLOWED) throw StepFailure.at(path, 'output_invalid', digest.invalid);
    return { ...state, number, upTo: digest.upTo, invalid: digest.invalid, invalidAnswers };
  }
  if (digest.toolCalls === undefined) return { output: callId, upTo: digest.upTo, until: digest.until === true, closed: digest.closed };
  if (number === maxTurns) return { ...state, number };

  const answers = await runTools(context, step, { number, thread, upTo: digest.upTo, requests: digest.toolCalls });
  const after = digest.upTo + answers.length;
  const handoff = answers.find(({ digest: answer, tool }) => answer.ok && tool.startsWith(HANDOFF_TOOL_PREFIX));
  if (handoff !== undefined && step.type === 'handoff') {
    return {
      output: callId,
      upTo: after,
      until: false,
      handoff: { to: handoff.tool.slice(HANDOFF_TOOL_PREFIX.length), call: handoff.callId },
    };
  }
  const invalidToolCalls = answers.some(({ digest: answer }) => answer.invalid) ? state.invalidToolCalls + 1 : 0;
  if (invalidToolCalls > REPAIRS_ALLOWED) {
    const message = `${agent} called a tool in a way that its schema refuses ${invalidToolCalls} times in a row`;
    throw StepFailure.at(path, 'tool_call_invalid', message);
  }
  return { number, upTo: after, invalidAnswers: 0, invalidToolCalls };
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
      return { callId, tool, digest: await callTool({ ...context, closing: undefined }, step, { callId, tool, request }) };
    }),
  );
}
