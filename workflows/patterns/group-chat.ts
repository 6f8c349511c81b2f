import type { InputSource } from '../../contracts/activities';
import { REPAIRS_ALLOWED } from '../../contracts/constants';
import type { PlanHelper, PlanParticipant } from '../../contracts/plan';
import { callModel, evaluate, type StepContext } from '../runtime/context';
import { countRepetitions } from '../runtime/repetitions';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';
import { runTurn } from '../runtime/turn';

interface Choice {
  speaker: PlanParticipant;
  upTo: number;
  input?: InputSource;
}

/** Participants speak in one shared thread, by turns or as a manager chooses, until `until`, the manager or the limit. */
export const groupChat: Pattern<'groupChat'> = async (context, step) => {
  const { participants, manager, maxRounds } = step;
  const thread = context.path;
  const repetition = countRepetitions();
  let input: InputSource | undefined = context.input;
  let upTo = 0;
  let last = '';
  let lastSpeaker = '';
  let rounds = 0;
  let stoppedBy: 'until' | 'manager' | 'maxRounds' = 'maxRounds';
  while (rounds < maxRounds && stoppedBy === 'maxRounds') {
    const choice =
      manager === 'roundRobin'
        ? takeTurns(participants, rounds, upTo, input)
        : await askManager(context, step, manager, rounds + 1, upTo, input);
    input = undefined;
    if (choice === null) {
      stoppedBy = 'manager';
      break;
    }
    rounds++;
    const { id, agent, maxTurns } = choice.speaker;
    const path = `${context.path}/${id}#${repetition(id)}`;
    const turn = await runTurn({ ...context, path }, step, {
      agent,
      maxTurns,
      thread,
      upTo: choice.upTo,
      input: choice.input,
      round: rounds,
    });
    context.strand.record({ type: 'superstepCommitted', stepPath: path });
    ({ upTo, output: last } = turn);
    lastSpeaker = id;
    if (turn.until) stoppedBy = 'until';
  }
  const { callId } = await evaluate(context, 'output', { type: 'chat', last, rounds, stoppedBy, lastSpeaker });
  return { output: callId };
};

function takeTurns(participants: PlanParticipant[], rounds: number, upTo: number, input: InputSource | undefined): Choice | null {
  const speaker = participants[rounds % participants.length];
  return speaker === undefined ? null : { speaker, upTo, input };
}

/** Asks the manager who speaks next; null when it ends the chat. An answer that names nobody is asked again twice. */
async function askManager(
  context: StepContext,
  step: Parameters<typeof groupChat>[1],
  manager: PlanHelper,
  round: number,
  upTo: number,
  input: InputSource | undefined,
): Promise<Choice | null> {
  const thread = context.path;
  const answers = `${context.path}:manager`;
  let invalid: string | undefined;
  let opening = input;
  for (let number = 1; number <= REPAIRS_ALLOWED + 1; number++) {
    const callId = `${answers}${round}.${number}`;
    const index = (round - 1) * (REPAIRS_ALLOWED + 1) + number - 1;
    const answerTo = { thread: answers, index };
    const summary = `${manager.agent} · who speaks in round ${round}`;
    const digest = await callModel(context, step, summary, { callId, thread, upTo, input: opening, invalid, answerTo });
    ({ upTo } = digest);
    opening = undefined;
    ({ invalid } = digest);
    if (invalid !== undefined) continue;
    const speaker = step.participants.find(({ id }) => id === digest.next);
    if (speaker === undefined) return null;
    return { speaker, upTo, ...(digest.instructed && { input: { call: callId, field: 'instruction' } }) };
  }
  throw new StepFailure('manager_invalid', `The manager ${manager.agent} chose no participant: ${invalid}`, context.path);
}
