import type { CallModelInput, ModelDigest } from '../../contracts/activities';
import type { Json } from '../../contracts/json';
import type { NewMessage } from '../../contracts/ports/thread-store';
import type { ActivityDependencies } from '../dependencies';
import type { Admission } from '../limits/admission';
import { toModelName } from '../limits/choose-model';
import type { StreamedAnswer } from '../read-answer';
import { toExchange } from '../record-exchange';
import { type BegunCall, type RunningCall, untilStored, whenStored } from '../running-call';
import type { DigestAnswer } from './digest-answer';
import { type PreparedModelCall, toSpeakerName, usageOf } from './prepared-model-call';

/** Writes what a model call gives, in one transaction, put-if-absent. */
export function createKeepAnswer(
  { executions, live, logger }: ActivityDependencies,
  { admission, digestAnswer }: { admission: Admission; digestAnswer: DigestAnswer },
) {
  return { commit, takeGiven };

  async function commit(input: CallModelInput, call: BegunCall, prepared: PreparedModelCall, answer: StreamedAnswer): Promise<ModelDigest> {
    const { text, finish } = answer;
    if (finish === undefined) throw new Error('An answer without its end must not be stored');
    const { organizationId, callId, stepPath } = input;
    const usage = usageOf(prepared, answer);
    const toolCalls = finish.toolCalls.length > 0 ? finish.toolCalls : undefined;
    const { place, data, digest, closing } = await digestAnswer(input, call, prepared, { text, reason: finish.reason, toolCalls, usage });
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

  /** A fork has another answer than the model gave: what it means is worked out, and nobody is asked. */
  async function takeGiven(input: CallModelInput, call: RunningCall, prepared: PreparedModelCall, text: string): Promise<ModelDigest> {
    const nothing = { inputTokens: 0, outputTokens: 0 };
    const { place, data, digest, closing } = await digestAnswer(input, call, prepared, { text, reason: 'stop', usage: nothing });
    const { callId, stepPath, facts, organizationId } = input;
    const said = { stepPath, messages: prepared.following, letters: input.said ?? [] };
    const given = { callId, facts, digest: digest as unknown as Json, output: { message: place, ...data }, closing, said };
    const entry = await whenStored(call, logger, () => executions.commitEvaluation(organizationId, call.executionId, given));
    live.committed(call.executionId);
    return entry.digest as unknown as ModelDigest;
  }
}

function toOrigin({ thread, compact }: CallModelInput, { chosen }: PreparedModelCall): Pick<NewMessage, 'summaryOf' | 'model'> {
  return {
    ...(chosen.isFallback && { model: toModelName(chosen.choice) }),
    ...(compact && { summaryOf: { thread, from: compact.from, upTo: compact.upTo } }),
  };
}
