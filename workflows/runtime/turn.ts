import type { InputSource, ModelDigest, RequestedTool, ToolDigest } from '../../contracts/activities';
import { HANDOFF_TOOL_PREFIX, REPAIRS_ALLOWED } from '../../contracts/constants';
import type { PlanHelper, PlanStep } from '../../contracts/plan';
import { runAll } from './bounded';
import { callModel } from './call-model';
import { callTool } from './call-tool';
import type { StepContext } from './context';
import { StepFailure } from './step-failure';

export interface Turn extends PlanHelper {
  thread: string;
  /** Messages of the thread before the turn. */
  upTo: number;
  /** The user message that begins the turn; most turns of a chat have none. */
  input?: InputSource;
  /** What people have said since; it rides in the turn's first call. */
  said?: number[];
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
  let state = tape.get<TurnState>(id) ?? beginTurn(turn);
  while (state.number < maxTurns) {
    const next = await runCall(context, step, turn, state);
    if ('output' in next) return next;
    state = next;
    tape.forget(`${path}:m${state.number}`, `${path}:t${state.number}`);
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
  const { agent, thread, round } = turn;
  const number = state.number + 1;
  const callId = `${path}:m${number}`;
  const { upTo, invalid } = state;
  const opening = number === 1 ? { input: turn.input, said: turn.said } : {};
  const call = { callId, thread, upTo, invalid, round, ...opening };
  const digest = await callModel(context, step, `${agent} · model call ${number}`, call);
  const next = afterModelCall(path, turn, state, digest);
  if (!('requests' in next)) return next;
  const answers = await runTools(context, step, { number, thread, upTo: digest.upTo, requests: next.requests });
  return afterTools(path, step, turn, { number, upTo: digest.upTo, invalidToolCalls: state.invalidToolCalls }, answers);
}

/**
 * What {@link runTurn} gives, at once and without a promise, when the tape has all of the turn; else undefined. A fork
 * of a long chat has thousands of turns on its tape, and a promise of workflow code is dear.
 */
export function turnFromTape({ path, tape }: Pick<StepContext, 'path' | 'tape'>, step: PlanStep, turn: Turn): TurnResult | undefined {
  let state = beginTurn(turn);
  while (state.number < turn.maxTurns) {
    const number = state.number + 1;
    const digest = tape.get<ModelDigest>(`${path}:m${number}`);
    if (digest === undefined) return undefined;
    const next = afterModelCall(path, turn, state, digest);
    if ('output' in next) return next;
    if (!('requests' in next)) {
      state = next;
      continue;
    }
    const calls = next.requests.map(({ tool }, position) => ({ tool, callId: toolCallId(path, number, position) }));
    const answers = calls.flatMap(({ tool, callId }) => {
      const answer = tape.get<ToolDigest>(callId);
      return answer === undefined ? [] : [{ callId, tool, digest: answer }];
    });
    if (answers.length < calls.length) return undefined;
    const after = afterTools(path, step, turn, { number, upTo: digest.upTo, invalidToolCalls: state.invalidToolCalls }, answers);
    if ('output' in after) return after;
    state = after;
  }
  return undefined;
}

function beginTurn({ upTo }: Turn): TurnState {
  return { number: 0, upTo, invalidAnswers: 0, invalidToolCalls: 0 };
}

/** The turn's result, where it then stands, or the tools that are asked for. */
function afterModelCall(
  path: string,
  { maxTurns }: Turn,
  state: TurnState,
  digest: ModelDigest,
): TurnResult | TurnState | { requests: RequestedTool[] } {
  const number = state.number + 1;
  if (digest.invalid !== undefined) {
    const invalidAnswers = state.invalidAnswers + 1;
    if (invalidAnswers > REPAIRS_ALLOWED) throw StepFailure.at(path, 'output_invalid', digest.invalid);
    return { ...state, number, upTo: digest.upTo, invalid: digest.invalid, invalidAnswers };
  }
  if (digest.toolCalls === undefined) {
    return { output: `${path}:m${number}`, upTo: digest.upTo, until: digest.until === true, closed: digest.closed };
  }
  return number === maxTurns ? { ...state, number } : { requests: digest.toolCalls };
}

/** `before`: the model call that asked, the messages up to it, and how often in a row its agent called tools wrongly. */
function afterTools(
  path: string,
  step: PlanStep,
  { agent }: Turn,
  before: { number: number; upTo: number; invalidToolCalls: number },
  answers: ToolAnswer[],
): TurnResult | TurnState {
  const { number } = before;
  const after = before.upTo + answers.length;
  const handoff = answers.find(({ digest: answer, tool }) => answer.ok && tool.startsWith(HANDOFF_TOOL_PREFIX));
  if (handoff !== undefined && step.type === 'handoff') {
    return {
      output: `${path}:m${number}`,
      upTo: after,
      until: false,
      handoff: { to: handoff.tool.slice(HANDOFF_TOOL_PREFIX.length), call: handoff.callId },
    };
  }
  const invalidToolCalls = answers.some(({ digest: answer }) => answer.invalid) ? before.invalidToolCalls + 1 : 0;
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

function toolCallId(path: string, number: number, position: number): string {
  return `${path}:t${number}.${position + 1}`;
}

/** Runs the tools that the message at `upTo - 1` asks for, in parallel; their messages follow it in order. */
function runTools(
  context: StepContext,
  step: PlanStep,
  { number, thread, upTo, requests }: { number: number; thread: string; upTo: number; requests: RequestedTool[] },
): Promise<ToolAnswer[]> {
  return runAll(
    requests.map(({ id, tool, approval }, position) => async () => {
      const callId = toolCallId(context.path, number, position);
      const request = { toolCallId: id, thread, askedAt: upTo - 1, index: upTo + position };
      return { callId, tool, digest: await callTool({ ...context, closing: undefined }, step, { callId, tool, request }, { approval }) };
    }),
  );
}
