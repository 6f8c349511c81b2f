import { ApplicationFailure } from '@temporalio/activity';
import type { CallDeferred, CallModelInput, CompactionDue, ModelDigest, RequestedTool } from '../contracts/activities';
import { LIMIT, LONGEST_RETRY_AFTER_MS } from '../contracts/constants';
import type { Output, ToolCallRequest } from '../contracts/entities';
import type { Json } from '../contracts/json';
import type { MessageContent } from '../contracts/letters';
import type { StartRecord } from '../contracts/plan';
import type { BeginAttempt, EndAttempt, NewMessage } from '../contracts/ports/execution-store';
import { ModelError, type ModelRequest, type ModelTool } from '../contracts/ports/model-provider';
import type { RetryPolicy } from '../contracts/steps';
import { cutText } from '../contracts/text';
import type { CallView } from '../contracts/view';
import { needsApproval } from './approval-rule';
import type { AskManager } from './ask-manager';
import { beginWithinBudget } from './begin-within-budget';
import type { ActivityDependencies } from './dependencies';
import { estimateTokens } from './estimate-tokens';
import type { Evaluator } from './evaluator';
import { type Applicant, createAdmission } from './limits/admission';
import { createBreakers } from './limits/breakers';
import { type ChosenModel, chooseModel, toModelName } from './limits/choose-model';
import { waitForLeave } from './limits/wait-for-leave';
import { type Lineage, type Speaker, speakerAt, traceStep } from './lineage';
import type { PinnedAgentDefinition, PinnedDefinitions } from './pinned-definitions';
import { toAdded, toHandoffTools, toOpening, toOutputSchema } from './prompt';
import { readAnswer, type StreamedAnswer } from './read-answer';
import { readStructured } from './read-structured';
import { toExchange, toFrame } from './record-exchange';
import { decideRetry } from './retry-decision';
import {
  type BegunCall,
  finalFailure,
  type RunningCall,
  runCall,
  toStopFailure,
  untilCancelled,
  untilStored,
  whenStored,
} from './running-call';
import { findStanding, joinSaid } from './standing-messages';
import type { StepInput } from './step-input';
import type { CallViews } from './views/call-views';
import { worstInputTokens } from './worst-input';

/** The parts that the calls share. */
export interface CallParts {
  pinned: PinnedDefinitions;
  stepInput: StepInput;
  evaluator: Evaluator;
  callViews: CallViews;
  askManager: AskManager;
}

/**
 * One model call: returns the journal's answer if there is one, else records the attempt, streams the model and
 * writes message, journal entry, usage and events together. Its result is a digest; texts stay in the store.
 */
export function createCallModel(dependencies: ActivityDependencies, { pinned, stepInput, evaluator, callViews, askManager }: CallParts) {
  const { executions, live, logger } = dependencies;

  const admission = createAdmission(dependencies.limitStore, dependencies.limits, logger);
  const breakers = createBreakers(dependencies.limits);

  return (input: CallModelInput): Promise<ModelDigest | CompactionDue | CallDeferred> =>
    runCall(async (call) => {
      const { organizationId } = input;
      const prepared = await prepare(input, call);
      if ('compact' in prepared) {
        // Facts ride in an activity once; the call that follows the summary has none of these.
        await whenStored(call, logger, () => executions.appendFacts(organizationId, call.executionId, input.facts));
        live.committed(call.executionId);
        return prepared;
      }
      if (prepared.given !== undefined) return takeGiven(input, call, prepared, prepared.given);
      const { chosen, applicant } = prepared;
      const deferred = await waitForLeave(dependencies, call, input, async () => {
        const openUntil = breakers.isWaitedFor(chosen.provider.id) ? breakers.openUntil(chosen.provider.id) : null;
        return openUntil === null ? admission.ask(applicant) : { askAgainAt: openUntil, reason: 'circuit_open' };
      });
      if (deferred !== undefined) return deferred;
      return admission.run(applicant, () => send(input, call, prepared));
    });

  /** Records the attempt, then streams the model. */
  async function send(input: CallModelInput, call: RunningCall, prepared: Prepared): Promise<ModelDigest | CallDeferred> {
    const { organizationId, callId, stepPath } = input;
    const { chosen, request, opening, view } = prepared;
    const begin: BeginAttempt = {
      callId,
      stepPath,
      activity: call.activity,
      attempt: call.activityAttempt,
      kind: 'model',
      undoing: input.undoing,
      worker: dependencies.worker,
      facts: input.facts,
      messages: opening,
      model: toModelName(chosen.choice),
      letters: input.said,
      view,
      frame: toFrame(request),
      estimatedInputTokens: estimateInput(request),
      reservation: { inputTokens: worstInputTokens(request), outputTokens: request.maxOutputTokens ?? null, price: chosen.price },
      asked: input.asked,
    };
    const begun = await beginWithinBudget(call, logger, () => executions.beginAttempt(organizationId, call.executionId, begin));
    if ('deferred' in begun) return begun;
    if (begun.entry !== undefined) return begun.entry.digest as unknown as ModelDigest;
    if (begun.ended) throw finalFailure('execution_ended', 'The execution has ended');
    if (begun.cancelled) return await untilCancelled(call);
    live.committed(call.executionId);
    const { attempt } = begun;
    const recorded = { ...call, attempt };
    const sent: ModelRequest = {
      ...request,
      maxOutputTokens: begun.outputTokens ?? request.maxOutputTokens,
      call: { executionId: call.executionId, callId, attempt },
    };

    const answer: StreamedAnswer = { text: '', sent: false };
    try {
      await breakers.watch(chosen.provider.id, () =>
        readAnswer(dependencies, chosen.provider, recorded, input, sent, toSpeakerName(prepared), answer),
      );
      if (input.compact !== undefined) checkSummary(answer);
    } catch (error) {
      // Where there are fallbacks each model has its own attempts.
      const failed = chosen.failed ?? begun.earlier.failed;
      throw await settle(input, recorded, prepared, answer, error, failed + 1);
    } finally {
      live.ended({ executionId: call.executionId, callId, attempt });
    }
    return await commit(input, recorded, prepared, answer);
  }

  async function prepare(input: CallModelInput, call: RunningCall): Promise<Prepared | CompactionDue> {
    const { organizationId, stepPath, thread, upTo, callId, facts } = input;
    const of = { organizationId, executionId: call.executionId, facts };
    const start = await pinned.start(organizationId, call.executionId);
    const lineage = traceStep(start.plan.root, stepPath);
    const speaker = speakerAt(lineage);
    const agent = await pinned.agent(start, speaker.reference);
    const failures =
      agent.model.fallbacks === undefined ? [] : await executions.listModelFailures(organizationId, call.executionId, callId);
    const chosen = chooseModel(agent, dependencies.models, failures, breakers);
    const summing = input.compact !== undefined;
    const text = summing ? null : await toOpening(input, () => stepInput.text(of, start, lineage, input.input ?? {}));
    const standing = start.forkedFrom === undefined || summing ? null : await findStanding(executions, of, input, text !== null);
    const said = summing ? [] : joinSaid(standing?.said ?? [], await readSaid(input, call));
    const people = said.map(({ text: spoken, as }) => ({ text: spoken, agent: as }));
    const opening = [...(text === null ? [] : [{ text: standing?.opening ?? text }]), ...people].map(
      (message, position): NewMessage => ({ thread, index: upTo + position, role: 'user', ...message }),
    );
    const schema = summing ? undefined : toOutputSchema(speaker, lineage, { ask: input.ask, agentOutput: agent.output });
    const tools = summing ? [] : toolsOf(speaker, lineage, agent.tools);
    const repair = await earlierAnswer(input, call);
    const question = await askManager(of, start, lineage, input.ask);
    const viewed = await callViews({
      ...{ organizationId, executionId: call.executionId, input, lineage, speaker, agent, opening },
      around: [agent.instructions, ...[tools, schema].map((sent) => JSON.stringify(sent) ?? '')].join('\n'),
      added: (own) => toAdded(speaker, lineage, { repair, question, own }),
    });
    const given = standing?.answer;
    if ('compact' in viewed && given === undefined) return viewed;
    const { view, messages } = 'compact' in viewed ? { view: undefined, messages: [] } : viewed;
    const request: UnsentRequest = {
      model: chosen.choice.name,
      temperature: chosen.choice.temperature,
      maxOutputTokens: chosen.choice.maxOutputTokens,
      instructions: view?.instructions ?? agent.instructions,
      messages,
      tools,
      agent: agent.name,
      ...(schema && { output: schema }),
    };
    const slots = { reference: speaker.reference, concurrentCalls: agent.limits.concurrentCalls };
    const tokens = estimateInput(request) + (request.maxOutputTokens ?? 0);
    const applicant = { organizationId, executionId: call.executionId, callId, model: chosen.choice, agent: slots, tokens };
    const { retry } = lineage.here.step;
    return { chosen, request, opening, start, lineage, speaker, agent, view, applicant, retry, given };
  }

  function toolsOf(speaker: Speaker, lineage: Lineage, names: readonly string[]): ModelTool[] {
    const own = speaker.role === 'manager' ? [] : dependencies.tools.filter(({ id }) => names.includes(id));
    return [...own.map(({ id, description, inputSchema }) => ({ id, description, inputSchema })), ...toHandoffTools(lineage)];
  }

  /** What people have said in a chat. */
  function readSaid({ organizationId, said = [] }: CallModelInput, { executionId }: RunningCall) {
    return Promise.all(
      said.map(async (letter) => {
        const content = (await executions.readLetter(organizationId, executionId, letter)) as MessageContent | null;
        if (content === null) throw finalFailure('plan_incomplete', `The letter ${letter} is missing`);
        return content;
      }),
    );
  }

  /** A manager's answers are not in the thread it reads, so one that is asked again is shown its last one. */
  async function earlierAnswer({ organizationId, answerTo, invalid }: CallModelInput, { executionId }: RunningCall) {
    if (answerTo === undefined || invalid === undefined) return null;
    const { thread, index } = answerTo;
    const [earlier] = await executions.readThread(organizationId, executionId, thread, { from: index - 1, upTo: index });
    return { answer: earlier?.text ?? '', invalid };
  }

  /** Records how a failed or stopped attempt ended; returns the failure for Temporal. */
  async function settle(
    input: CallModelInput,
    call: BegunCall,
    { request, applicant, chosen, retry }: Prepared,
    answer: StreamedAnswer,
    error: unknown,
    failures: number,
  ): Promise<Error> {
    const { organizationId, callId, stepPath } = input;
    const attempt = { callId, stepPath, attempt: call.attempt };
    const exchange = toExchange(chosen.provider, answer, 'failed');
    const end = (how: EndAttempt) =>
      whenStored(call, logger, () => executions.endAttempt(organizationId, call.executionId, { ...how, exchange }));
    const mayBePaid = answer.sent && !(error instanceof ModelError && !error.mayBePaid);
    const usage = mayBePaid
      ? { inputTokens: estimateInput(request), outputTokens: estimateTokens(answer.text), estimated: true }
      : undefined;
    const used = usage === undefined ? 0 : usage.inputTokens + usage.outputTokens;
    await whenStored(call, logger, () => admission.settle(applicant, used));
    if (call.signal.aborted) {
      const reason = call.stopReason();
      const retryAt = reason === 'cancelled' ? undefined : new Date().toISOString();
      await end({ ...attempt, status: 'cancelled', reason, retryAt, usage });
      live.committed(call.executionId);
      return toStopFailure(call);
    }
    if (!(error instanceof ModelError)) throw error;
    // It says so to all, not only to this call.
    if (error.retryAfterMs !== undefined && error.retryAfterMs <= LONGEST_RETRY_AFTER_MS) {
      const { retryAfterMs } = error;
      await whenStored(call, logger, () => admission.holdBack(applicant.model, retryAfterMs));
    }
    const decision = decideRetry(error, failures, retry);
    const givenUp = !decision.retry && chosen.hasNext;
    if (givenUp) {
      await end({ ...attempt, status: 'failed', reason: error.code, retryAt: new Date().toISOString(), usage, givenUp });
      live.committed(call.executionId);
      return ApplicationFailure.create({ type: error.code, message: error.message, nextRetryDelay: 1, cause: error });
    }
    const retryAt = decision.retry ? new Date(Date.now() + decision.delayMs).toISOString() : undefined;
    await end({ ...attempt, status: 'failed', reason: error.code, retryAt, usage });
    live.committed(call.executionId);
    return decision.retry
      ? ApplicationFailure.create({ type: error.code, message: error.message, nextRetryDelay: decision.delayMs, cause: error })
      : finalFailure(decision.code, error.message, error);
  }

  async function commit(input: CallModelInput, call: BegunCall, prepared: Prepared, answer: StreamedAnswer): Promise<ModelDigest> {
    const { text, finish } = answer;
    if (finish === undefined) throw new Error('An answer without its end must not be stored');
    const { organizationId, callId, stepPath } = input;
    const usage =
      finish.usage === undefined
        ? { inputTokens: estimateInput(prepared.request), outputTokens: estimateTokens(text), estimated: true }
        : { ...finish.usage, estimated: false };
    const toolCalls = finish.toolCalls.length > 0 ? finish.toolCalls : undefined;
    const { place, data, digest, closing } = await read(input, call, prepared, { text, reason: finish.reason, toolCalls, usage });
    const { entry } = await untilStored(call, logger, () =>
      executions.commitCall(organizationId, call.executionId, {
        callId,
        stepPath,
        attempt: call.attempt,
        kind: 'model',
        digest: digest as unknown as Json,
        messages: [{ ...place, role: 'assistant', agent: toSpeakerName(prepared), text, toolCalls, callId, ...toOrigin(input, prepared) }],
        output: { message: place, ...data },
        usage,
        exchange: toExchange(prepared.chosen.provider, answer, 'answered'),
        closing,
      }),
    );
    await whenStored(call, logger, () => admission.settle(prepared.applicant, usage.inputTokens + usage.outputTokens));
    live.committed(call.executionId);
    return entry.digest as unknown as ModelDigest;
  }

  /** Whether people must agree to it is settled here, once, where the arguments are known. */
  function toRequestedTool({ id, tool, arguments: asked }: ToolCallRequest, { agent }: Prepared): RequestedTool {
    const definition = agent.tools.includes(tool) ? dependencies.tools.find((one) => one.id === tool) : undefined;
    const rule = agent.approvals?.find((one) => one.tool === tool);
    return { id, tool, ...(needsApproval(rule, definition, asked) && { approval: true as const }) };
  }

  /** A fork has another answer than the model gave: what it means is worked out, and nobody is asked. */
  async function takeGiven(input: CallModelInput, call: RunningCall, prepared: Prepared, text: string): Promise<ModelDigest> {
    const nothing = { inputTokens: 0, outputTokens: 0 };
    const { place, data, digest, closing } = await read(input, call, prepared, { text, reason: 'stop', usage: nothing });
    const { callId, facts, organizationId } = input;
    const given = { callId, facts, digest: digest as unknown as Json, output: { message: place, ...data }, closing };
    const entry = await whenStored(call, logger, () => executions.commitEvaluation(organizationId, call.executionId, given));
    live.committed(call.executionId);
    return entry.digest as unknown as ModelDigest;
  }

  /** What an answer means to the workflow. */
  async function read(input: CallModelInput, call: RunningCall, prepared: Prepared, { text, reason, toolCalls, usage }: ReadAnswer) {
    const { request, speaker, opening } = prepared;
    const { compact } = input;
    const place = toPlace(compact ?? input.answerTo) ?? { thread: input.thread, index: input.upTo + opening.length };
    const structured = request.output === undefined || toolCalls ? null : readStructured(text, request.output);
    const data = structured !== null && 'data' in structured ? { data: structured.data } : {};
    const digest: ModelDigest = {
      finish: reason,
      ...(toolCalls && { toolCalls: toolCalls.map((requested) => toRequestedTool(requested, prepared)) }),
      upTo: input.upTo + opening.length + (input.answerTo || compact ? 0 : 1),
      tokens: [usage.inputTokens, usage.outputTokens],
      ...(structured !== null && 'invalid' in structured && { invalid: structured.invalid }),
      ...(speaker.role === 'manager' && toChoice(data.data)),
      ...(!toolCalls && (await holds(input, call, prepared, { text, ...data })) && { until: true as const }),
      ...(text !== '' && { preview: cutText(text, LIMIT.digestPreview) }),
    };
    const closing = toolCalls === undefined && digest.invalid === undefined ? input.closing : undefined;
    if (closing !== undefined) digest.closed = true;
    return { place, data, digest, closing };
  }

  /** Whether a chat's `until` is true after this message. */
  async function holds(input: CallModelInput, call: RunningCall, { start, lineage, speaker }: Prepared, last: Output): Promise<boolean> {
    const { step } = lineage.here;
    if (input.round === undefined || step.type !== 'groupChat' || step.until === undefined) return false;
    const of = { organizationId: input.organizationId, executionId: call.executionId, facts: input.facts };
    const more = { last: { ...last, agent: speaker.participant }, round: input.round };
    return (await evaluator.evaluate(of, start, lineage, { expression: step.until, result: 'boolean', more })) === true;
  }
}

/** Which attempt it is of, the store says. */
type UnsentRequest = Omit<ModelRequest, 'call'>;

/** What is known of a call before it is made. */
interface Prepared {
  chosen: ChosenModel;
  request: UnsentRequest;
  opening: NewMessage[];
  start: StartRecord;
  lineage: Lineage;
  speaker: Speaker;
  agent: PinnedAgentDefinition;
  /** Absent when nobody is asked. */
  view?: CallView;
  applicant: Applicant;
  retry: RetryPolicy | undefined;
  /** The answer that a fork has in place of what a model would say. */
  given?: string;
}

/** An answer of a model, or one that was given in its place. */
interface ReadAnswer {
  text: string;
  reason: ModelDigest['finish'];
  toolCalls?: ToolCallRequest[];
  usage: { inputTokens: number; outputTokens: number };
}

function toPlace(at: { thread: string; index: number } | undefined) {
  return at && { thread: at.thread, index: at.index };
}

function toOrigin({ thread, compact }: CallModelInput, { chosen }: Prepared): Pick<NewMessage, 'summaryOf' | 'model'> {
  return {
    ...(chosen.isFallback && { model: toModelName(chosen.choice) }),
    ...(compact && { summaryOf: { thread, from: compact.from, upTo: compact.upTo } }),
  };
}

/** A summary of nothing would hide what it stands for. */
function checkSummary({ text, finish }: StreamedAnswer): void {
  if (text.trim() !== '' && finish?.reason !== 'contentFilter') return;
  throw new ModelError('empty_summary', 'The model gave no summary', { retryable: true, mayBePaid: true });
}

/** What messages and deltas call the one who speaks. */
function toSpeakerName({ speaker, request }: Prepared): string {
  return speaker.participant ?? request.agent;
}

function toChoice(data: Json | undefined): Pick<ModelDigest, 'next' | 'instructed' | 'satisfied' | 'stalled'> {
  if (data === undefined || data === null || typeof data !== 'object' || Array.isArray(data)) return {};
  const { next, instruction, satisfied, progress, inLoop } = data;
  return {
    next: typeof next === 'string' ? next : null,
    ...(typeof instruction === 'string' && instruction !== '' && { instructed: true as const }),
    ...(satisfied === true && { satisfied }),
    ...((progress === false || inLoop === true) && { stalled: true as const }),
  };
}

function estimateInput({ instructions, messages }: UnsentRequest): number {
  return estimateTokens(instructions) + messages.reduce((sum, message) => sum + estimateTokens(message.text), 0);
}
