import { ApplicationFailure } from '@temporalio/activity';
import type { CallModelInput, ModelDigest } from '../contracts/activities';
import { LIMIT } from '../contracts/constants';
import type { Json } from '../contracts/json';
import type { NewMessage } from '../contracts/ports/execution-store';
import { ModelError, type ModelRequest } from '../contracts/ports/model-provider';
import type { RetryPolicy } from '../contracts/steps';
import { cutText } from '../contracts/text';
import type { ActivityDependencies } from './dependencies';
import { estimateTokens } from './estimate-tokens';
import { findStep, type PinnedDefinitions } from './pinned-definitions';
import { readAnswer, type StreamedAnswer } from './read-answer';
import { decideRetry } from './retry-decision';
import { finalFailure, type RunningCall, runCall, toStopFailure, untilStored } from './running-call';
import type { StepInput } from './step-input';
import { toModelMessages } from './to-model-messages';

/**
 * One model call: returns the journal's answer if there is one, else records the attempt, streams the model and
 * writes message, journal entry, usage and events together. Its result is a digest; texts stay in the store.
 */
export function createCallModel(dependencies: ActivityDependencies, pinned: PinnedDefinitions, stepInput: StepInput) {
  const { executions, live, logger } = dependencies;

  return (input: CallModelInput): Promise<ModelDigest> =>
    runCall(async (call) => {
      const { organizationId, callId, stepPath } = input;
      const { provider, request, opening, retry } = await prepare(input, call);
      const begun = await executions.beginAttempt(organizationId, call.executionId, {
        callId,
        stepPath,
        attempt: call.attempt,
        kind: 'model',
        worker: dependencies.worker,
        facts: input.facts,
        messages: opening,
        estimatedInputTokens: estimateInput(request),
      });
      if (begun.entry !== undefined) return begun.entry.digest as unknown as ModelDigest;
      if (begun.ended) throw finalFailure('execution_ended', 'The execution has ended');
      live.committed(call.executionId);

      const answer: StreamedAnswer = { text: '', sent: false };
      try {
        await readAnswer(dependencies, provider, call, input, request, answer);
      } catch (error) {
        throw await settle(input, call, request, answer, error, begun.earlier.failed + 1, retry);
      } finally {
        live.ended({ executionId: call.executionId, callId, attempt: call.attempt });
      }
      return await commit(input, call, request, opening.length, answer);
    });

  async function prepare(input: CallModelInput, call: RunningCall) {
    const { organizationId, stepPath, thread, upTo, callId } = input;
    const start = await pinned.start(organizationId, call.executionId);
    const step = findStep(start.plan.root, stepPath);
    if (step.type !== 'agent') throw finalFailure('plan_incomplete', `The step ${stepPath} has no agent`);
    const agent = await pinned.agent(start, step.agent);
    const provider = dependencies.models.find(({ id }) => id === agent.model.provider);
    if (provider === undefined || !provider.configured) {
      throw finalFailure('provider_not_configured', `The model provider ${agent.model.provider} is not configured on this worker`);
    }
    const opening: NewMessage[] =
      input.input === undefined
        ? []
        : [
            {
              thread,
              index: upTo,
              role: 'user',
              text: await stepInput.text(input, start, { path: stepPath, template: step.input, source: input.input }),
            },
          ];
    const earlier = upTo === 0 ? [] : await executions.readThread(organizationId, call.executionId, thread, { from: 0, upTo });
    const request: ModelRequest = {
      model: agent.model.name,
      temperature: agent.model.temperature,
      maxOutputTokens: agent.model.maxOutputTokens,
      instructions: agent.instructions,
      messages: toModelMessages([...earlier, ...opening]),
      tools: dependencies.tools.filter(({ id }) => agent.tools.includes(id)),
      agent: agent.name,
      call: { executionId: call.executionId, callId, attempt: call.attempt },
    };
    return { provider, request, opening, retry: step.retry };
  }

  /** Records how a failed or stopped attempt ended; returns the failure for Temporal. */
  async function settle(
    input: CallModelInput,
    call: RunningCall,
    request: ModelRequest,
    answer: StreamedAnswer,
    error: unknown,
    failures: number,
    retry: RetryPolicy | undefined,
  ): Promise<Error> {
    const { organizationId, callId, stepPath } = input;
    const attempt = { callId, stepPath, attempt: call.attempt };
    const mayBePaid = answer.sent && !(error instanceof ModelError && !error.mayBePaid);
    const usage = mayBePaid
      ? { inputTokens: estimateInput(request), outputTokens: estimateTokens(answer.text), estimated: true }
      : undefined;
    if (call.signal.aborted) {
      const reason = call.stopReason();
      const retryAt = reason === 'cancelled' ? undefined : new Date().toISOString();
      await executions.endAttempt(organizationId, call.executionId, { ...attempt, status: 'cancelled', reason, retryAt, usage });
      live.committed(call.executionId);
      return toStopFailure(call);
    }
    if (!(error instanceof ModelError)) throw error;
    const decision = decideRetry(error, failures, retry);
    const retryAt = decision.retry ? new Date(Date.now() + decision.delayMs).toISOString() : undefined;
    await executions.endAttempt(organizationId, call.executionId, { ...attempt, status: 'failed', reason: error.code, retryAt, usage });
    live.committed(call.executionId);
    return decision.retry
      ? ApplicationFailure.create({ type: error.code, message: error.message, nextRetryDelay: decision.delayMs, cause: error })
      : finalFailure(decision.code, error.message, error);
  }

  async function commit(
    input: CallModelInput,
    call: RunningCall,
    request: ModelRequest,
    openingMessages: number,
    { text, finish }: StreamedAnswer,
  ): Promise<ModelDigest> {
    if (finish === undefined) throw new Error('An answer without its end must not be stored');
    const { organizationId, callId, stepPath, thread } = input;
    const index = input.upTo + openingMessages;
    const usage =
      finish.usage === undefined
        ? { inputTokens: estimateInput(request), outputTokens: estimateTokens(text), estimated: true }
        : { ...finish.usage, estimated: false };
    const digest: ModelDigest = {
      finish: finish.reason,
      ...(finish.toolCalls.length > 0 && { toolCalls: finish.toolCalls.map(({ id, tool }) => ({ id, tool })) }),
      upTo: index + 1,
      tokens: [usage.inputTokens, usage.outputTokens],
      ...(text !== '' && { preview: cutText(text, LIMIT.digestPreview) }),
    };
    const toolCalls = finish.toolCalls.length > 0 ? finish.toolCalls : undefined;
    const { entry } = await untilStored(call, logger, () =>
      executions.commitCall(organizationId, call.executionId, {
        callId,
        stepPath,
        attempt: call.attempt,
        kind: 'model',
        digest: digest as unknown as Json,
        messages: [{ thread, index, role: 'assistant', agent: request.agent, text, toolCalls, callId }],
        output: { message: { thread, index } },
        usage,
      }),
    );
    live.committed(call.executionId);
    return entry.digest as unknown as ModelDigest;
  }
}

function estimateInput({ instructions, messages }: ModelRequest): number {
  return estimateTokens(instructions) + messages.reduce((sum, message) => sum + estimateTokens(message.text), 0);
}
