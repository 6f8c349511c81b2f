import { ApplicationFailure } from '@temporalio/activity';
import type { CallToolInput, ToolDigest } from '../contracts/activities';
import { HANDOFF_TOOL_PREFIX, LIMIT } from '../contracts/constants';
import { toMilliseconds } from '../contracts/duration';
import type { Json, JsonObject } from '../contracts/json';
import type { BeginAttempt, EndAttempt } from '../contracts/ports/attempt-store';
import type { CommitCall } from '../contracts/ports/journal-store';
import { type ToolDefinition, ToolError } from '../contracts/ports/tool';
import { byteLength, cutText } from '../contracts/text';
import { refuseArguments, type ToolOutcome, toOutcome } from '../expressions/check-tool-call';
import { toText } from '../expressions/template';
import { untilAborted } from '../expressions/until-aborted';
import { createArtifacts } from './artifacts';
import type { AskedTool, AskedToolReader } from './asked-tool';
import { beginWhenResumed, exhausted } from './begin-within-budget';
import { readDecidedCall } from './decided-call';
import type { ActivityDependencies } from './dependencies';
import { retryPause } from './retry-decision';
import {
  type BegunCall,
  finalFailure,
  outcomeUnknown,
  runCall,
  toStopFailure,
  untilCancelled,
  untilStored,
  whenStored,
} from './running-call';

/**
 * One tool call: returns the journal's answer if there is one. An attempt of an `unsafe` tool that began and whose
 * outcome is unknown is never repeated. A tool's own failure is an answer: the model reads it.
 */
export function createCallTool(dependencies: ActivityDependencies, readAskedTool: AskedToolReader) {
  const { executions, live, logger } = dependencies;

  return (input: CallToolInput): Promise<ToolDigest> =>
    runCall(async (call) => {
      const { organizationId, callId, stepPath, tool, request, doubt } = input;
      const asked = await readAskedTool(input, call.executionId);
      const { toolArguments, outcome: decided } = await readDecidedCall(executions, input, asked);
      const prepared = { ...asked, toolArguments };
      const begin: BeginAttempt = {
        callId,
        stepPath,
        activity: call.activity,
        attempt: call.activityAttempt,
        kind: 'tool',
        undoing: input.undoing,
        worker: dependencies.worker,
        facts: input.facts,
        messages: [],
        estimatedInputTokens: 0,
        tool: { tool, toolCallId: request?.toolCallId ?? callId, arguments: toShown(toolArguments) },
        settledAttempts: doubt?.attempts,
        asked: input.asked,
      };
      const begun = await beginWhenResumed(call, logger, () => executions.beginAttempt(organizationId, call.executionId, begin));
      if (begun.entry !== undefined) return begun.entry.digest as unknown as ToolDigest;
      if (begun.ended) throw finalFailure('execution_ended', 'The execution has ended');
      if (begun.cancelled) return await untilCancelled(call);
      live.committed(call.executionId);
      if (begun.budget?.grant === 'ask') return { ok: false, deferred: { topUp: begun.budget.topUp } };
      if (begun.budget?.grant === 'refused') throw exhausted(begun.budget.over);
      const recorded = { ...call, attempt: begun.attempt };
      if (decided !== undefined) return commit(input, recorded, prepared, decided);
      try {
        // However that is on record: it may have been written down and not reported.
        if (asked.definition?.repeat === 'unsafe' && begun.earlier.all > 0) throw outcomeUnknown(tool);
        return await commit(input, recorded, prepared, await attempt(prepared, input, recorded, begun.earlier.failed + 1));
      } catch (error) {
        if (asked.rule?.onUnknownOutcome !== 'ask' || !isOutcomeUnknown(error)) throw error;
        await end(input, recorded, { status: 'failed', reason: error.type });
        return { ok: false, inDoubt: begun.attempt };
      }
    });

  /** Runs the tool; throws only when the attempt has no outcome that may be kept. */
  async function attempt(
    { definition, toolArguments, retry }: AskedTool,
    input: CallToolInput,
    call: BegunCall,
    failures: number,
  ): Promise<ToolOutcome> {
    if (definition === undefined)
      return { invalid: true, error: { code: 'unknown_tool', message: `There is no tool named ${input.tool} here` } };
    const refused = refuseArguments(definition, toolArguments);
    if (refused !== null) return refused;
    const timeout = AbortSignal.timeout(definition.timeout === undefined ? dependencies.timeouts.tool : toMilliseconds(definition.timeout));
    const signal = AbortSignal.any([call.signal, timeout]);
    const { executionId } = call;
    const { organizationId, callId } = input;
    const artifacts = createArtifacts(executions, { organizationId, executionId, callId, signal });
    const context = { executionId, organizationId, key: `${executionId}/${callId}`, signal, artifacts };
    try {
      const given = await untilAborted(signal, () => definition.run(toolArguments as JsonObject, context));
      return toOutcome(definition, given);
    } catch (error) {
      if (error instanceof ToolError) return { error: { code: error.code, message: error.message } };
      const reason = timeout.aborted ? 'tool_timeout' : 'tool_threw';
      logger.warn({ error, tool: definition.id, executionId: call.executionId, reason }, 'a tool did not answer');
      if (call.signal.aborted || definition.repeat === 'unsafe') throw await stop(definition, input, call, reason);
      const pause = retryPause(failures, retry);
      if (pause === null) return { error: { code: 'tool_failed', message: `The tool failed ${failures} times (${reason})` } };
      await end(input, call, { status: 'failed', reason, retryAt: new Date(Date.now() + pause).toISOString() });
      throw ApplicationFailure.create({ type: reason, message: `The tool ${definition.id} did not answer`, nextRetryDelay: pause });
    }
  }

  /** Ends an attempt that was stopped, or of which nobody knows what it did; returns the failure for Temporal. */
  async function stop({ id, repeat }: ToolDefinition, input: CallToolInput, call: BegunCall, reason: string): Promise<Error> {
    const stopped = call.signal.aborted ? call.stopReason() : null;
    const again = stopped !== null && stopped !== 'cancelled' && repeat !== 'unsafe';
    await end(input, call, {
      status: stopped === null ? 'failed' : 'cancelled',
      reason: stopped ?? reason,
      retryAt: again ? new Date().toISOString() : undefined,
    });
    return stopped === 'cancelled' || again ? toStopFailure(call) : outcomeUnknown(id);
  }

  async function end(
    { organizationId, callId, stepPath }: CallToolInput,
    call: BegunCall,
    how: Pick<EndAttempt, 'status' | 'reason' | 'retryAt'>,
  ) {
    const ended = { callId, stepPath, attempt: call.attempt, ...how };
    await whenStored(call, logger, () => executions.endAttempt(organizationId, call.executionId, ended));
    live.committed(call.executionId);
  }

  async function commit(
    input: CallToolInput,
    call: BegunCall,
    { toolArguments }: AskedTool,
    { invalid, rejected, ...outcome }: ToolOutcome & { rejected?: true },
  ): Promise<ToolDigest> {
    const { organizationId, callId, stepPath, tool, request } = input;
    const text = 'error' in outcome ? `Error (${outcome.error.code}): ${outcome.error.message}` : toText(outcome.result);
    const digest: ToolDigest = {
      ok: 'result' in outcome,
      ...(invalid && { invalid }),
      ...(rejected && { rejected }),
      ...(text !== '' && { preview: cutText(text, 'result' in outcome ? LIMIT.digestPreview : LIMIT.digestError) }),
    };
    const closing = digest.ok ? input.closing : undefined;
    if (closing !== undefined) digest.closed = true;
    const message: CommitCall['messages'] = request
      ? [{ thread: request.thread, index: request.index, role: 'tool', text, toolCallId: request.toolCallId, callId }]
      : [];
    const { entry } = await untilStored(call, logger, () =>
      executions.commitCall(organizationId, call.executionId, {
        callId,
        stepPath,
        attempt: call.attempt,
        kind: 'tool',
        digest: digest as unknown as Json,
        messages: message,
        output: request
          ? {
              message: { thread: request.thread, index: request.index },
              ...(tool.startsWith(HANDOFF_TOOL_PREFIX) && { data: toolArguments }),
            }
          : { text, ...('result' in outcome && { data: outcome.result }) },
        tool: { tool, toolCallId: request?.toolCallId ?? callId, ...outcome },
        closing,
      }),
    );
    live.committed(call.executionId);
    return entry.digest as unknown as ToolDigest;
  }
}

/** Arguments that are too large are refused, so the feed shows their beginning only. */
function toShown(toolArguments: Json): Json {
  const text = JSON.stringify(toolArguments);
  return byteLength(text) > LIMIT.toolArgumentsBytes ? cutText(text, LIMIT.eventToolResult) : toolArguments;
}

function isOutcomeUnknown(error: unknown): error is ApplicationFailure & { type: string } {
  return error instanceof ApplicationFailure && error.type === 'tool_outcome_unknown';
}
