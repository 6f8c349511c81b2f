import { patched } from '@temporalio/workflow';
import type { InputSource, ModelDigest } from '../../contracts/activities';
import { REPAIRS_ALLOWED } from '../../contracts/constants';
import type { PlanHelper, PlanParticipant, PlanStepOf } from '../../contracts/plan';
import { callModel } from '../runtime/call-model';
import { evaluate, type StepContext } from '../runtime/context';
import { nextRepetition } from '../runtime/repetitions';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';
import { runTurn, type Turn, type TurnResult, turnFromTape } from '../runtime/turn';

/** A history without this mark was made when a round heard people before it was held back. */
const HEARS_WHEN_RESUMED = 'chat-hears-when-resumed';

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
  /** Letters in which people have said something; they ride in the first call of the round that begins now. */
  said?: number[];
}

interface Choice {
  speaker: PlanParticipant;
  upTo: number;
  input?: InputSource;
  said?: number[];
  asked: number;
}

/** Participants speak in one shared thread, by turns or as a manager chooses, until `until`, the manager or the limit. */
export const groupChat: Pattern<'groupChat'> = async (context, step) => {
  const { path, tape } = context;
  const id = `${path}:chat`;
  let state = tape.get<ChatState>(id) ?? { rounds: 0, upTo: 0, last: '', lastSpeaker: '', spoken: {}, asked: 0 };
  state = roundsFromTape(context, step, state);
  tape.set(id, state);
  while (state.rounds < step.maxRounds && state.stoppedBy === undefined) {
    // What people say while it is paused is heard in the round that the pause holds back.
    if (context.gate.paused && patched(HEARS_WHEN_RESUMED)) await context.gate.resumed();
    state = hear(context, id, state);
    const choice = await chooseSpeaker(context, step, state);
    const next: ChatState = choice === null ? { ...state, stoppedBy: 'manager' } : await speak(context, step, state, choice);
    forgetRound(context, state, choice);
    state = next;
    tape.set(id, state);
  }
  const { last, rounds, lastSpeaker, stoppedBy = 'maxRounds' } = state;
  const { callId, digest } = await evaluate(context, 'output', { type: 'chat', last, rounds, stoppedBy, lastSpeaker });
  return { output: callId, closed: digest.closed };
};

/** Takes what people have said since the last round. Once it is in the state, the next run of the execution has it there. */
function hear({ mailbox, tape, path }: StepContext, id: string, state: ChatState): ChatState {
  const letters = mailbox.peek('message', path);
  if (state.said !== undefined || letters.length === 0) return state;
  const heard = { ...state, said: letters.map(({ number }) => number) };
  mailbox.remove(letters);
  tape.set(id, heard);
  return heard;
}

/** Where the chat stands after the rounds that a fork has, all at once. */
function roundsFromTape(context: StepContext, step: PlanStepOf<'groupChat'>, from: ChatState): ChatState {
  let state = from;
  while (state.rounds < step.maxRounds && state.stoppedBy === undefined) {
    const choice = step.manager === 'roundRobin' ? byTurns(context, step, state) : choiceFromTape(context, step, step.manager, state);
    if (choice === undefined) return state;
    const next: ChatState | undefined = choice === null ? { ...state, stoppedBy: 'manager' } : turnOnTape(context, step, state, choice);
    if (next === undefined) return state;
    forgetRound(context, state, choice);
    state = next;
  }
  return state;
}

function turnOnTape(context: StepContext, step: PlanStepOf<'groupChat'>, state: ChatState, choice: Choice): ChatState | undefined {
  const { path } = turnOf(context, state, choice);
  const turn = turnFromTape({ path, tape: context.tape }, step, toTurn(context, state, choice));
  return turn && afterRound(context, state, choice, turn);
}

async function speak(context: StepContext, step: PlanStepOf<'groupChat'>, state: ChatState, choice: Choice): Promise<ChatState> {
  const { path } = turnOf(context, state, choice);
  const { passed } = context.gate;
  const turn = await runTurn({ ...context, path, closing: undefined }, step, toTurn(context, state, choice));
  // A round that the tape answered was told by the run that had it.
  if (context.gate.passed > passed) context.strand.record({ type: 'superstepCommitted', stepPath: path });
  return afterRound(context, state, choice, turn);
}

function toTurn(context: StepContext, state: ChatState, { speaker, upTo, input, said }: Choice): Turn {
  const { agent, maxTurns } = speaker;
  return { agent, maxTurns, thread: context.path, upTo, input, said, round: state.rounds + 1 };
}

function afterRound(context: StepContext, state: ChatState, choice: Choice, turn: TurnResult): ChatState {
  const { spoken } = turnOf(context, state, choice);
  const { speaker, asked } = choice;
  const said = { upTo: turn.upTo, last: turn.output, lastSpeaker: speaker.id };
  return { rounds: state.rounds + 1, ...said, spoken, asked, ...(turn.until && { stoppedBy: 'until' }) };
}

/** Where the turn runs, and how often each has spoken with it. */
function turnOf(context: StepContext, state: ChatState, { speaker }: Choice): { path: string; spoken: ChatState['spoken'] } {
  const { repetition, spoken } = nextRepetition(state.spoken, speaker.id);
  return { path: `${context.path}/${speaker.id}#${repetition}`, spoken };
}

/** From here on the chat's state stands for the round. */
function forgetRound(context: StepContext, state: ChatState, choice: Choice | null): void {
  const { tape } = context;
  if (choice !== null) tape.forget(turnOf(context, state, choice).path);
  tape.forget(managerCalls(context.path, state.rounds + 1));
}

/** What the ids of the calls begin with in which the manager chooses the speaker of a round; a dot and a number follow. */
function managerCalls(chat: string, round: number): string {
  return `${chat}:manager${round}`;
}

function chooseSpeaker(context: StepContext, step: PlanStepOf<'groupChat'>, state: ChatState): Promise<Choice | null> {
  const { manager } = step;
  if (manager !== 'roundRobin') return askManager(context, step, manager, state, openingOf(context, state));
  return Promise.resolve(byTurns(context, step, state));
}

function openingOf({ input }: StepContext, { rounds }: ChatState): InputSource | undefined {
  return rounds === 0 ? input : undefined;
}

function byTurns(context: StepContext, { participants }: PlanStepOf<'groupChat'>, state: ChatState): Choice | null {
  const speaker = participants[state.rounds % participants.length];
  const { upTo, said } = state;
  return speaker === undefined ? null : { speaker, upTo, input: openingOf(context, state), said, asked: 0 };
}

/** What {@link askManager} gives, when the tape has all of it; else undefined. */
function choiceFromTape(
  { path, tape }: StepContext,
  step: PlanStepOf<'groupChat'>,
  manager: PlanHelper,
  state: ChatState,
): Choice | null | undefined {
  let invalid: string | undefined;
  for (let number = 1; number <= REPAIRS_ALLOWED + 1; number++) {
    const callId = `${managerCalls(path, state.rounds + 1)}.${number}`;
    const digest = tape.get<ModelDigest>(callId);
    if (digest === undefined) return undefined;
    ({ invalid } = digest);
    if (invalid === undefined) return toChoice(step, digest, { callId, asked: state.asked + number });
  }
  throw noChoice(path, manager, invalid);
}

/** Who a manager's answer says speaks next; null when it ends the chat. */
function toChoice(step: PlanStepOf<'groupChat'>, digest: ModelDigest, { callId, asked }: { callId: string; asked: number }): Choice | null {
  const speaker = step.participants.find(({ id }) => id === digest.next);
  if (speaker === undefined) return null;
  return { speaker, upTo: digest.upTo, asked, ...(digest.instructed && { input: { call: callId, field: 'instruction' } }) };
}

function noChoice(chat: string, manager: PlanHelper, invalid = 'it gave no answer'): StepFailure {
  return StepFailure.at(chat, 'manager_invalid', `The manager ${manager.agent} chose no participant: ${invalid}`);
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
  let opening: Pick<Choice, 'input' | 'said'> = { input, said: state.said };
  for (let number = 1; number <= REPAIRS_ALLOWED + 1; number++) {
    const callId = `${managerCalls(thread, round)}.${number}`;
    const answerTo = { thread: answers, index: state.asked + number - 1 };
    const summary = `${manager.agent} · who speaks in round ${round}`;
    const digest = await callModel({ ...context, closing: undefined }, step, summary, {
      callId,
      thread,
      upTo,
      ...opening,
      invalid,
      answerTo,
    });
    ({ upTo, invalid } = digest);
    opening = {};
    if (invalid !== undefined) continue;
    return toChoice(step, digest, { callId, asked: state.asked + number });
  }
  throw noChoice(thread, manager, invalid);
}
