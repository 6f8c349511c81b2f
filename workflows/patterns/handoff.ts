import { patched } from '@temporalio/workflow';
import type { PlanStepOf } from '../../contracts/plan';
import { evaluate, type StepContext } from '../runtime/context';
import { nextRepetition } from '../runtime/repetitions';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';
import { runTurn, type Turn, type TurnResult, turnFromTape } from '../runtime/turn';

interface HandoffState {
  speaker: string;
  upTo: number;
  handoffs: { from: string; to: string; call: string }[];
  spoken: Record<string, number>;
  /** The call that gave the final message. */
  last?: string;
}

/** Executions that 0.2.0 forked take their turns one by one, with pauses. */
const AT_ONCE = 'handoffs-from-tape-at-once';

/** One participant speaks until it answers, or hands over to another along a route. */
export const handoff: Pattern<'handoff'> = async (context, step) => {
  const { path: thread, tape } = context;
  const id = `${thread}:handoff`;
  const known = tape.get<HandoffState>(id);
  let state = known ?? { speaker: step.start, upTo: 0, handoffs: [], spoken: {} };
  const isFork = known === undefined && tape.get(`${nextTurn(context, step, state).path}:m1`) !== undefined;
  if (isFork && patched(AT_ONCE)) state = handoffsFromTape(context, step, state);
  while (state.last === undefined) {
    const { path, turn } = nextTurn(context, step, state);
    const { passed } = context.gate;
    const result = await runTurn({ ...context, path, closing: undefined }, step, turn);
    if (context.gate.passed > passed) context.strand.record({ type: 'superstepCommitted', stepPath: path });
    state = afterTurn(context, step, state, result);
  }
  const { speaker: agent, handoffs, last } = state;
  const taken = handoffs.map(({ from, call }) => {
    const place = step.participants.findIndex(({ id: participant }) => participant === from);
    return `${place}${call.slice(`${thread}/${from}`.length)}`;
  });
  const { callId, digest } = await evaluate(context, 'output', { type: 'handoff', last, agent, handoffs: taken });
  return { output: callId, closed: digest.closed };
};

/** Where it stands after the turns that a fork has, all at once: many of them one by one would be too much for one workflow task. */
function handoffsFromTape(context: StepContext, step: PlanStepOf<'handoff'>, from: HandoffState): HandoffState {
  let state = from;
  while (state.last === undefined) {
    const { path, turn } = nextTurn(context, step, state);
    const result = turnFromTape({ path, tape: context.tape }, step, turn);
    if (result === undefined) return state;
    state = afterTurn(context, step, state, result);
  }
  return state;
}

function nextTurn({ path: thread, input }: StepContext, { participants }: PlanStepOf<'handoff'>, state: HandoffState) {
  const { speaker, upTo, handoffs } = state;
  const participant = participants.find(({ id }) => id === speaker);
  if (participant === undefined) throw StepFailure.at(thread, 'unknown_participant', `There is no participant ${speaker}`);
  const { agent, maxTurns } = participant;
  const { repetition, spoken } = nextRepetition(state.spoken, speaker);
  const turn: Turn = { agent, maxTurns, thread, upTo, input: handoffs.length === 0 ? input : undefined };
  return { path: `${thread}/${speaker}#${repetition}`, spoken, turn };
}

/** The state stands for all turns so far. */
function afterTurn(context: StepContext, step: PlanStepOf<'handoff'>, state: HandoffState, turn: TurnResult): HandoffState {
  const { path: thread, tape } = context;
  const { path, spoken } = nextTurn(context, step, state);
  const { speaker: from, handoffs } = state;
  const next: HandoffState =
    turn.handoff === undefined
      ? { ...state, last: turn.output }
      : { speaker: turn.handoff.to, upTo: turn.upTo, spoken, handoffs: [...handoffs, { from, ...turn.handoff }] };
  tape.forget(path);
  tape.set(`${thread}:handoff`, next);
  if (next.handoffs.length > step.maxHandoffs) {
    throw StepFailure.at(thread, 'handoff_limit', `More than ${step.maxHandoffs} handoffs; raise maxHandoffs or narrow the routes`);
  }
  return next;
}
