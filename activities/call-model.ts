import type { CallDeferred, CallModelInput, CompactionDue, ModelDigest } from '../contracts/activities';
import { LIMIT } from '../contracts/constants';
import type { BeginAttempt, BudgetRoom, Reservation } from '../contracts/ports/attempt-store';
import { ModelError, type ModelRequest } from '../contracts/ports/model-provider';
import { beginWithinBudget, PAUSE_OUTSIDE_MS } from './begin-within-budget';
import type { CallParts } from './call-parts';
import type { ActivityDependencies } from './dependencies';
import { createAdmission } from './limits/admission';
import { createBreakers } from './limits/breakers';
import { toModelName } from './limits/choose-model';
import { waitForLeave } from './limits/wait-for-leave';
import { createDigestAnswer } from './model-call/digest-answer';
import { createKeepAnswer } from './model-call/keep-answer';
import { createPrepareModelCall } from './model-call/prepare-model-call';
import { type PreparedModelCall, toSpeakerName } from './model-call/prepared-model-call';
import { createSettleModelCall } from './model-call/settle-model-call';
import { readAnswer, type StreamedAnswer } from './read-answer';
import { toFrame } from './record-exchange';
import { finalFailure, type RunningCall, runCall, untilCancelled, whenStored } from './running-call';

/**
 * One model call: returns the journal's answer if there is one, else records the attempt, streams the model and
 * writes message, journal entry, usage and events together. Its result is a digest; texts stay in the store.
 */
export function createCallModel(dependencies: ActivityDependencies, parts: CallParts) {
  const { executions, live, logger } = dependencies;

  const admission = createAdmission(dependencies.limitStore, dependencies.limits, logger);
  const breakers = createBreakers(dependencies.limits);
  const prepare = createPrepareModelCall(dependencies, parts, breakers);
  const settle = createSettleModelCall(dependencies, admission);
  const { commit, takeGiven } = createKeepAnswer(dependencies, {
    admission,
    digestAnswer: createDigestAnswer(dependencies, parts.evaluator),
  });

  return (input: CallModelInput): Promise<ModelDigest | CompactionDue | CallDeferred> =>
    runCall(async (call) => {
      const prepared = await prepare(input, call);
      if ('compact' in prepared) {
        await keepFacts(input, call);
        return prepared;
      }
      if (prepared.given !== undefined) return takeGiven(input, call, prepared, prepared.given);
      const { chosen, applicant } = prepared;
      const room = await findRoom(input, call, prepared);
      if (room === 'later') {
        await keepFacts(input, call);
        return { deferred: { pauseMs: PAUSE_OUTSIDE_MS } };
      }
      // Nothing will be sent, so it needs no leave to say so.
      if (room === 'none') return send(input, call, prepared);
      const deferred = await waitForLeave(dependencies, call, input, {
        ask: async () => {
          const heldUntil = breakers.heldUntil(chosen.provider.id);
          return heldUntil === null ? admission.ask(applicant) : { askAgainAt: heldUntil, reason: 'circuit_open' };
        },
        isHeldBack: () => admission.isHeldBack(applicant.model),
        free: () => admission.free(applicant),
      });
      if (deferred !== undefined) return deferred;
      return admission.run(applicant, () => send(input, call, prepared));
    });

  /** Facts ride in an activity once; the one that makes the call has none of these. */
  async function keepFacts({ organizationId, facts }: CallModelInput, call: RunningCall): Promise<void> {
    await whenStored(call, logger, () => executions.appendFacts(organizationId, call.executionId, facts));
    live.committed(call.executionId);
  }

  /** What a limited call must know before it takes its turn, which it would use up for nothing. What undoes is always sent. */
  async function findRoom(
    { organizationId, callId, stepPath, undoing }: CallModelInput,
    call: RunningCall,
    prepared: PreparedModelCall,
  ): Promise<BudgetRoom> {
    if (undoing || !admission.isLimited(prepared.applicant)) return 'now';
    return executions.findRoom(organizationId, call.executionId, { callId, stepPath, reservation: toReservation(prepared) });
  }

  /** Records the attempt, then streams the model. */
  async function send(input: CallModelInput, call: RunningCall, prepared: PreparedModelCall): Promise<ModelDigest | CallDeferred> {
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
      estimatedInputTokens: prepared.inputSize.estimated,
      reservation: toReservation(prepared),
      asked: input.asked,
    };
    // While it waits for room others may need the turn that it has.
    const waitsHere = !admission.isLimited(prepared.applicant);
    const beginOnce = () => executions.beginAttempt(organizationId, call.executionId, begin);
    const begun = await beginWithinBudget(call, logger, beginOnce, { waitsHere });
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
      checkToolCalls(answer);
    } catch (error) {
      // Where there are fallbacks each model has its own attempts.
      const failed = chosen.failed ?? begun.earlier.failed;
      throw await settle(input, recorded, prepared, answer, error, failed + 1);
    } finally {
      live.ended({ executionId: call.executionId, callId, attempt });
    }
    return await commit(input, recorded, prepared, answer);
  }
}

function toReservation({ inputSize, request, chosen }: PreparedModelCall): Reservation {
  return { inputTokens: inputSize.worst, outputTokens: request.maxOutputTokens ?? null, price: chosen.price };
}

/** A summary of nothing would hide what it stands for. */
function checkSummary({ text, finish }: StreamedAnswer): void {
  if (text.trim() !== '' && finish?.reason !== 'contentFilter') return;
  throw new ModelError('empty_summary', 'The model gave no summary', { retryable: true, mayBePaid: true });
}

/** What an answer asks for is told to the workflow, so there is an end to it. Asked again a model would hardly ask for less. */
function checkToolCalls({ finish }: StreamedAnswer): void {
  const asked = finish?.toolCalls ?? [];
  const bytes = Buffer.byteLength(JSON.stringify(asked.map(({ id, tool }) => ({ id, tool, approval: true }))));
  if (bytes <= LIMIT.requestedToolsBytes) return;
  const message = `The model asked for ${asked.length} tools at once, which is more than one answer may; tell it to ask for fewer at a time`;
  throw new ModelError('too_many_tool_calls', message, { retryable: false, mayBePaid: true });
}
