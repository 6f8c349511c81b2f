import type { InputSource, ManagerAsk, ModelDigest } from '../../contracts/activities';
import { REPAIRS_ALLOWED } from '../../contracts/constants';
import type { PlanStepOf } from '../../contracts/plan';
import { awaitApproval } from '../runtime/await-approval';
import { callModel } from '../runtime/call-model';
import { evaluate, type StepContext } from '../runtime/context';
import { nextRepetition } from '../runtime/repetitions';
import type { Pattern } from '../runtime/run-step';
import { StepFailure } from '../runtime/step-failure';
import { runTurn } from '../runtime/turn';

interface MagenticState {
  /** Progress ledgers after which somebody acted, or the plan was made anew. */
  rounds: number;
  replans: number;
  /** Rounds in a row without progress, since the plan was made. */
  stalls: number;
  /** Messages of the thread. */
  upTo: number;
  /** Answers in the manager's own thread. */
  asked: number;
  spoken: Record<string, number>;
  /** The calls that hold the task ledger. */
  facts?: string;
  plan?: string;
  satisfied?: true;
}

interface Question {
  callId: string;
  ask: ManagerAsk;
  input?: InputSource;
  invalid?: string;
}

const BEGINNING: MagenticState = { rounds: 0, replans: 0, stalls: 0, upTo: 0, asked: 0, spoken: {} };

/**
 * A manager writes down what is known and a plan, then says round by round who does what, until the request is met or
 * the limit is reached. Without progress for `maxStalls` rounds it writes both anew. At last it gives the answer.
 */
export const magentic: Pattern<'magentic'> = async (context, step) => {
  const { path, tape } = context;
  const id = `${path}:magentic`;
  let state = tape.get<MagenticState>(id) ?? (await makePlan(context, step, BEGINNING));
  tape.set(id, state);
  while (state.rounds < step.maxRounds && state.satisfied === undefined) {
    state = await runRound(context, step, state);
    tape.set(id, state);
  }
  const { rounds, replans, facts = '', plan = '' } = state;
  const last = `${path}:answer`;
  await callManager(context, step, state, { callId: last, ask: { what: 'answer', facts, plan } });
  const { callId, digest } = await evaluate(context, 'output', { type: 'magentic', last, rounds, replans, facts, plan });
  return { output: callId, closed: digest.closed };
};

/** The task ledger: what is known, then what is to be done. Its calls stay on record; here only their ids do. */
async function makePlan(context: StepContext, step: PlanStepOf<'magentic'>, before: MagenticState): Promise<MagenticState> {
  const { path, input } = context;
  const facts = `${path}:facts${before.replans}`;
  const first = `plan${before.replans}`;
  const opening = before.upTo === 0 ? input : undefined;
  const { upTo } = await callManager(context, step, before, {
    callId: facts,
    input: opening,
    ask: { what: 'facts', facts: before.facts },
  });
  let asked = before.asked + 1;
  let name = first;
  let ask: ManagerAsk = { what: 'plan', facts, plan: before.plan };
  for (let reviews = 1; ; reviews++) {
    const plan = `${path}:${name}`;
    await callManager(context, step, { ...before, upTo, asked }, { callId: plan, ask });
    asked++;
    const review = step.planReview ? await reviewPlan(context, name) : undefined;
    if (review === undefined) {
      context.tape.forget(facts, `${path}:${first}`);
      return { ...before, upTo, asked, stalls: 0, facts, plan };
    }
    ask = { what: 'plan', facts, plan, review };
    name = `${first}.${reviews}`;
  }
}

/** Has a person look at a plan; the call that holds what they said against it, undefined when they agree. */
async function reviewPlan(context: StepContext, name: string): Promise<string | undefined> {
  const plan = `${context.path}:${name}`;
  const approvalId = await awaitApproval(context, { requestId: `${plan}.request`, plan });
  if (approvalId === undefined) throw StepFailure.at(context.path, 'plan_incomplete', 'The step asks nobody about its plan');
  const { callId, digest } = await evaluate({ ...context, closing: undefined }, `${name}.review`, { type: 'approval', approvalId });
  return digest.holds ? undefined : callId;
}

async function runRound(context: StepContext, step: PlanStepOf<'magentic'>, before: MagenticState): Promise<MagenticState> {
  const { digest, callId, asked } = await readProgress(context, step, before);
  const state = { ...before, asked };
  context.tape.forget(ledgerOf(context, before));
  if (digest.satisfied) return { ...state, satisfied: true };
  const rounds = before.rounds + 1;
  const stalls = digest.stalled ? before.stalls + 1 : 0;
  if (stalls >= step.maxStalls && rounds < step.maxRounds) {
    return makePlan(context, step, { ...state, rounds, stalls, replans: before.replans + 1 });
  }
  const speaker = step.participants.find(({ id }) => id === digest.next);
  if (speaker === undefined) throw invalidManager(context, step, `it named ${digest.next}`);
  const { repetition, spoken } = nextRepetition(before.spoken, speaker.id);
  const path = `${context.path}/${speaker.id}#${repetition}`;
  const { agent, maxTurns } = speaker;
  const { passed } = context.gate;
  const input = { call: callId, field: 'instruction' };
  const turn = { agent, maxTurns, thread: context.path, upTo: before.upTo, input };
  const { upTo } = await runTurn({ ...context, path, closing: undefined }, step, turn);
  // A round that the tape answered was told by the run that had it.
  if (context.gate.passed > passed) context.strand.record({ type: 'superstepCommitted', stepPath: path });
  context.tape.forget(path);
  return { ...state, rounds, stalls, spoken, upTo };
}

/** The progress ledger of a round. An answer that does not fit is asked again twice. */
async function readProgress(
  context: StepContext,
  step: PlanStepOf<'magentic'>,
  state: MagenticState,
): Promise<{ digest: ModelDigest; callId: string; asked: number }> {
  const { facts, plan } = state;
  let invalid: string | undefined;
  for (let number = 1; number <= REPAIRS_ALLOWED + 1; number++) {
    const callId = `${ledgerOf(context, state)}.${number}`;
    const asked = state.asked + number - 1;
    const digest = await callManager(context, step, { ...state, asked }, { callId, invalid, ask: { what: 'progress', facts, plan } });
    ({ invalid } = digest);
    if (invalid === undefined) return { digest, callId, asked: asked + 1 };
  }
  throw invalidManager(context, step, invalid);
}

/** What the ids of the calls begin with in which the manager judges how a round stands. */
function ledgerOf({ path }: StepContext, { rounds }: MagenticState): string {
  return `${path}:progress${rounds + 1}`;
}

function invalidManager({ path }: StepContext, { manager }: PlanStepOf<'magentic'>, reason = 'it gave no answer'): StepFailure {
  return StepFailure.at(path, 'manager_invalid', `The manager ${manager.agent} did not say how the work stands: ${reason}`);
}

/** Only its final answer is for all to read; the others stand in a thread of its own. */
function callManager(
  context: StepContext,
  step: PlanStepOf<'magentic'>,
  { upTo, asked }: MagenticState,
  question: Question,
): Promise<ModelDigest> {
  const { path } = context;
  const { what } = question.ask;
  const answerTo = what === 'answer' ? undefined : { thread: `${path}:manager`, index: asked };
  return callModel({ ...context, closing: undefined }, step, `${step.manager.agent} · ${what}`, {
    ...question,
    thread: path,
    upTo,
    answerTo,
  });
}
