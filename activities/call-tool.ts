import { ApplicationFailure } from '@temporalio/activity';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { CallToolInput, ToolDigest } from '../contracts/activities';
import { LIMIT } from '../contracts/constants';
import type { Json, JsonObject } from '../contracts/json';
import type { CommitCall, EndAttempt } from '../contracts/ports/execution-store';
import { type ToolDefinition, ToolError } from '../contracts/ports/tool';
import { cutText } from '../contracts/text';
import { toText } from '../expressions/template';
import type { ActivityDependencies } from './dependencies';
import { findStep, type PinnedDefinitions } from './pinned-definitions';
import { retryPause } from './retry-decision';
import { finalFailure, type RunningCall, runCall, toStopFailure, untilStored } from './running-call';
import type { StepInput } from './step-input';

type Outcome = { result: Json } | { error: { code: string; message: string } };

/**
 * One tool call: returns the journal's answer if there is one. An attempt of an `unsafe` tool that began and whose
 * outcome is unknown is never repeated. A tool's own failure is an answer: the model reads it.
 */
export function createCallTool(dependencies: ActivityDependencies, pinned: PinnedDefinitions, stepInput: StepInput) {
  const { executions, live, logger } = dependencies;
  const validators = createValidators();

  return (input: CallToolInput): Promise<ToolDigest> =>
    runCall(async (call) => {
      const { organizationId, callId, stepPath, tool, request } = input;
      const toolArguments = await readArguments(input, call);
      const definition = dependencies.tools.find(({ id }) => id === tool);
      const begun = await executions.beginAttempt(organizationId, call.executionId, {
        callId,
        stepPath,
        attempt: call.attempt,
        kind: 'tool',
        worker: dependencies.worker,
        facts: input.facts,
        messages: [],
        estimatedInputTokens: 0,
        tool: { tool, toolCallId: request?.toolCallId, arguments: toolArguments },
      });
      if (begun.entry !== undefined) return begun.entry.digest as unknown as ToolDigest;
      if (begun.ended) throw finalFailure('execution_ended', 'The execution has ended');
      live.committed(call.executionId);
      if (definition?.repeat === 'unsafe' && begun.earlier.lost > 0) throw outcomeUnknown(tool);
      const outcome = await attempt(definition, input, call, toolArguments, begun.earlier.failed + 1);
      return await commit(input, call, outcome);
    });

  async function readArguments({ organizationId, stepPath, request, facts, callId }: CallToolInput, call: RunningCall): Promise<Json> {
    const start = await pinned.start(organizationId, call.executionId);
    if (request === undefined) {
      const step = findStep(start.plan.root, stepPath);
      if (step.type !== 'tool') throw finalFailure('plan_incomplete', `The step ${stepPath} calls no tool`);
      return stepInput.value({ organizationId, facts }, start, { path: stepPath, value: step.arguments });
    }
    const { thread, askedAt, toolCallId } = request;
    const [asking] = await executions.readThread(organizationId, call.executionId, thread, { from: askedAt, upTo: askedAt + 1 });
    const asked = asking?.toolCalls?.find(({ id }) => id === toolCallId);
    if (asked === undefined) throw finalFailure('plan_incomplete', `The message that asks for ${callId} is missing`);
    return asked.arguments;
  }

  /** Runs the tool; throws only when the attempt has no outcome that may be kept. */
  async function attempt(
    definition: ToolDefinition | undefined,
    input: CallToolInput,
    call: RunningCall,
    toolArguments: Json,
    failures: number,
  ): Promise<Outcome> {
    if (definition === undefined) return { error: { code: 'unknown_tool', message: `There is no tool named ${input.tool}` } };
    const invalid = validators.check(definition, toolArguments);
    if (invalid !== null) return { error: { code: 'invalid_arguments', message: invalid } };
    const timeout = AbortSignal.timeout(dependencies.timeouts.tool);
    try {
      const result = await definition.run(toolArguments as JsonObject, {
        executionId: call.executionId,
        organizationId: input.organizationId,
        key: `${call.executionId}/${input.callId}`,
        signal: AbortSignal.any([call.signal, timeout]),
      });
      return { result };
    } catch (error) {
      if (error instanceof ToolError) return { error: { code: error.code, message: error.message } };
      const reason = timeout.aborted ? 'tool_timeout' : 'tool_threw';
      logger.warn({ error, tool: definition.id, executionId: call.executionId, reason }, 'a tool did not answer');
      if (call.signal.aborted || definition.repeat === 'unsafe') throw await stop(definition, input, call, reason);
      const pause = retryPause(failures, await retryPolicyOf(input, call));
      if (pause === null) return { error: { code: 'tool_failed', message: `The tool failed ${failures} times (${reason})` } };
      await end(input, call, { status: 'failed', reason, retryAt: new Date(Date.now() + pause).toISOString() });
      throw ApplicationFailure.create({ type: reason, message: `The tool ${definition.id} did not answer`, nextRetryDelay: pause });
    }
  }

  /** Ends an attempt that was stopped, or of which nobody knows what it did; returns the failure for Temporal. */
  async function stop({ id, repeat }: ToolDefinition, input: CallToolInput, call: RunningCall, reason: string): Promise<Error> {
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
    call: RunningCall,
    how: Pick<EndAttempt, 'status' | 'reason' | 'retryAt'>,
  ) {
    await executions.endAttempt(organizationId, call.executionId, { callId, stepPath, attempt: call.attempt, ...how });
    live.committed(call.executionId);
  }

  async function retryPolicyOf({ organizationId, stepPath }: CallToolInput, call: RunningCall) {
    return findStep((await pinned.start(organizationId, call.executionId)).plan.root, stepPath).retry;
  }

  async function commit(input: CallToolInput, call: RunningCall, outcome: Outcome): Promise<ToolDigest> {
    const { organizationId, callId, stepPath, tool, request } = input;
    const text = 'error' in outcome ? `Error (${outcome.error.code}): ${outcome.error.message}` : toText(outcome.result);
    const digest: ToolDigest = { ok: 'result' in outcome, ...(text !== '' && { preview: cutText(text, LIMIT.digestPreview) }) };
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
          ? { message: { thread: request.thread, index: request.index } }
          : { text, ...('result' in outcome && { data: outcome.result }) },
        tool: { tool, toolCallId: request?.toolCallId, ...outcome },
      }),
    );
    live.committed(call.executionId);
    return entry.digest as unknown as ToolDigest;
  }
}

function outcomeUnknown(tool: string): ApplicationFailure {
  return finalFailure(
    'tool_outcome_unknown',
    `A call of ${tool} began and its outcome is unknown; it is not repeated, for that might act twice. Check what it did`,
  );
}

/** JSON Schema validators of tools' arguments, compiled once a tool. */
function createValidators() {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const compiled = new Map<string, ValidateFunction>();
  return {
    /** Null when the arguments fit; else what is wrong, for the model to read. */
    check({ id, inputSchema }: ToolDefinition, toolArguments: Json): string | null {
      const validate = compiled.get(id) ?? ajv.compile(inputSchema);
      compiled.set(id, validate);
      return validate(toolArguments) ? null : `The arguments do not fit: ${ajv.errorsText(validate.errors, { dataVar: 'arguments' })}`;
    },
  };
}
