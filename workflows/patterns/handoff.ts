import { evaluate } from '../runtime/context';
import { nextRepetition } from '../runtime/repetitions';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';
import { runTurn } from '../runtime/turn';

interface HandoffState {
  speaker: string;
  upTo: number;
  handoffs: { from: string; to: string; call: string }[];
  spoken: Record<string, number>;
  /** The call that gave the final message. */
  last?: string;
}

/** One participant speaks until it answers, or hands over to another along a route. */
export const handoff: Pattern<'handoff'> = async (context, step) => {
  const { path: thread, tape } = context;
  const { participants, maxHandoffs } = step;
  const id = `${thread}:handoff`;
  let state = tape.get<HandoffState>(id) ?? { speaker: step.start, upTo: 0, handoffs: [], spoken: {} };
  while (state.last === undefined) {
    const { speaker, upTo, handoffs } = state;
    const participant = participants.find((one) => one.id === speaker);
    if (participant === undefined) throw StepFailure.at(thread, 'unknown_participant', `There is no participant ${speaker}`);
    const { agent, maxTurns } = participant;
    const { passed } = context.gate;
    const { repetition, spoken } = nextRepetition(state.spoken, speaker);
    const path = `${thread}/${speaker}#${repetition}`;
    const input = handoffs.length === 0 ? context.input : undefined;
    const turn = await runTurn({ ...context, path, closing: undefined }, step, { agent, maxTurns, thread, upTo, input });
    if (context.gate.passed > passed) context.strand.record({ type: 'superstepCommitted', stepPath: path });
    if (turn.handoff === undefined) {
      state = { ...state, last: turn.output };
    } else {
      state = { speaker: turn.handoff.to, upTo: turn.upTo, spoken, handoffs: [...handoffs, { from: speaker, ...turn.handoff }] };
    }
    tape.forget(path);
    tape.set(id, state);
    if (state.handoffs.length > maxHandoffs) {
      throw StepFailure.at(thread, 'handoff_limit', `More than ${maxHandoffs} handoffs; raise maxHandoffs or narrow the routes`);
    }
  }
  const { speaker: agent, handoffs, last } = state;
  const { callId, digest } = await evaluate(context, 'output', { type: 'handoff', last, agent, handoffs });
  return { output: callId, closed: digest.closed };
};
