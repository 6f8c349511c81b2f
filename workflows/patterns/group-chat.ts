import type { InputSource } from '../../contracts/activities';
import { REPAIRS_ALLOWED } from '../../contracts/constants';
import type { PlanHelper, PlanParticipant, PlanStepOf } from '../../contracts/plan';
import { callModel, evaluate, type StepContext } from '../runtime/context';
import { nextRepetition } from '../runtime/repetitions';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';
import { runTurn } from '../runtime/turn';

interface ChatState {
  rounds: number;
  /** Messages of the thread. */
  upTo: number;
  /** The call that spoke last, and who it was. */
  last: string;
  lastSpeaker: string;
  spoken: Record<string, number>;
  /** Answers of the manager so far; their thread is its own. */
  asked: number;
  stoppedBy?: 'until' | 'manager';
}

interface Choice {
  speaker: PlanParticipant;
  upTo: number;
  input?: InputSource;
  asked: number;
}

/** Participants speak in one shared thread, by turns or as a manager chooses, until `until`, the manager or the limit. */
export const groupChat: Pattern<'groupChat'> = async (context, step) => {
  const { path, tape } = context;
  const id = `${path}:chat`;
  let state = tape.get<ChatState>(id) ?? { rounds: 0, upTo: 0, last: '', lastSpeaker: '', spoken: {}, asked: 0 };
  while (state.rounds < step.maxRounds && state.stoppedBy === undefined) {
    const choice = await chooseSpeaker(context, step, state);
    state = choice === null ? { ...state, stoppedBy: 'manager' } : await speak(context, step, state, choice);
    tape.forget(`${path}/`, `${path}:`);
    tape.set(id, state);
  }
  const { last, rounds, lastSpeaker, stoppedBy = 'maxRounds' } = state;
  const { callId, digest } = await evaluate(context, 'output', { type: 'chat', last, rounds, stoppedBy, lastSpeaker });
  return { output: callId, closed: digest.closed };
};

async function speak(context: StepContext, step: PlanStepOf<'groupChat'>, state: ChatState, choice: Choice): Promise<ChatState> {
  const { id, agent, maxTurns } = choice.speaker;
  const { repetition, spoken } = nextRepetition(state.spoken, id);
  const path = `${context.path}/${id}#${repetition}`;
  const rounds = state.rounds + 1;
  const { upTo, input, asked } = choice;
  const { passed } = context.gate;
  const turn = await runTurn({ ...context, path, closing: undefined }, step, {
    agent,
    maxTurns,
    thread: context.path,
    upTo,
    input,
    round: rounds,
  });
  // A round that the tape answered was told by the run that had it.
  if (context.gate.passed > passed) context.strand.record({ type: 'superstepCommitted', stepPath: path });
  return { rounds, upTo: turn.upTo, last: turn.output, lastSpeaker: id, spoken, asked, ...(turn.until && { stoppedBy: 'until' }) };
}

function chooseSpeaker(context: StepContext, step: PlanStepOf<'groupChat'>, state: ChatState): Promise<Choice | null> {
  const { participants, manager } = step;
  const input = state.rounds === 0 ? context.input : undefined;
  if (manager !== 'roundRobin') return askManager(context, step, manager, state, input);
  const speaker = participants[state.rounds % participants.length];
  return Promise.resolve(speaker === undefined ? null : { speaker, upTo: state.upTo, input, asked: 0 });
}

/** Asks the manager who speaks next; null when it ends the chat. An answer that names nobody is asked again twice. */
async function askManager(
  context: StepContext,
  step: PlanStepOf<'groupChat'>,
  manager: PlanHelper,
  state: ChatState,
  input: InputSource | undefined,
): Promise<Choice | null> {
  const thread = context.path;
  const answers = `${thread}:manager`;
  const round = state.rounds + 1;
  let { upTo } = state;
  let invalid: string | undefined;
  let opening = input;
  for (let number = 1; number <= REPAIRS_ALLOWED + 1; number++) {
    const callId = `${answers}${round}.${number}`;
    const answerTo = { thread: answers, index: state.asked + number - 1 };
    const summary = `${manager.agent} · who speaks in round ${round}`;
    const digest = await callModel({ ...context, closing: undefined }, step, summary, {
      callId,
      thread,
      upTo,
      input: opening,
      invalid,
      answerTo,
    });
    ({ upTo, invalid } = digest);
    opening = undefined;
    if (invalid !== undefined) continue;
    const speaker = step.participants.find(({ id }) => id === digest.next);
    if (speaker === undefined) return null;
    return { speaker, upTo, asked: state.asked + number, ...(digest.instructed && { input: { call: callId, field: 'instruction' } }) };
  }
  throw StepFailure.at(thread, 'manager_invalid', `The manager ${manager.agent} chose no participant: ${invalid}`);
}
