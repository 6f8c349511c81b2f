import { evaluate } from '../runtime/context';
import { countRepetitions } from '../runtime/repetitions';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';
import { runTurn } from '../runtime/turn';

/** One participant speaks until it answers, or hands over to another along a route. */
export const handoff: Pattern<'handoff'> = async (context, step) => {
  const { participants, start, maxHandoffs } = step;
  const repetition = countRepetitions();
  const handoffs: { from: string; to: string; call: string }[] = [];
  let input: typeof context.input | undefined = context.input;
  let speaker = start;
  let upTo = 0;
  for (;;) {
    const participant = participants.find(({ id }) => id === speaker);
    if (participant === undefined) throw new StepFailure('unknown_participant', `There is no participant ${speaker}`, context.path);
    const { agent, maxTurns } = participant;
    const path = `${context.path}/${speaker}#${repetition(speaker)}`;
    const turn = await runTurn({ ...context, path }, step, { agent, maxTurns, thread: context.path, upTo, input });
    context.strand.record({ type: 'superstepCommitted', stepPath: path });
    if (turn.handoff === undefined) {
      const { callId } = await evaluate(context, 'output', { type: 'handoff', last: turn.output, agent: speaker, handoffs });
      return { output: callId };
    }
    handoffs.push({ from: speaker, ...turn.handoff });
    if (handoffs.length > maxHandoffs) {
      throw new StepFailure('handoff_limit', `More than ${maxHandoffs} handoffs; raise maxHandoffs or narrow the routes`, context.path);
    }
    speaker = turn.handoff.to;
    ({ upTo } = turn);
    input = undefined;
  }
};
