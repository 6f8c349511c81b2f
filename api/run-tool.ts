import { toMilliseconds } from '../contracts/duration';
import type { Json, JsonObject } from '../contracts/json';
import type { Logger } from '../contracts/ports/logger';
import { type Artifacts, type ToolContext, type ToolDefinition, ToolError } from '../contracts/ports/tool';
import { Problem } from '../contracts/problem';
import { refuseArguments, toOutcome } from '../expressions/check-tool-call';
import { validateValue } from '../expressions/json-schema';
import { untilAborted } from '../expressions/until-aborted';

const LONGEST_CALL_MS = 60_000;

/** A call that belongs to no execution. */
interface DirectCall {
  organizationId: string;
  /** The same on every try of one request. */
  callId: string;
  /** An earlier try began and left no answer. */
  isRepeat: boolean;
  logger: Logger;
}

/**
 * Calls a tool once, in this process, by the rules of a tool call in an execution: arguments and result are checked,
 * its time is limited, and an `unsafe` one is never called again while nobody knows what the first try did. Throws
 * `invalid_body` and `tool_failed`; the member `error` of that has the tool's own code and message.
 */
export async function runTool(definition: ToolDefinition, toolArguments: JsonObject, call: DirectCall): Promise<Json> {
  checkArguments(definition, toolArguments);
  if (definition.repeat === 'unsafe' && call.isRepeat) throw outcomeUnknown(definition);
  const timeout = AbortSignal.timeout(definition.timeout === undefined ? LONGEST_CALL_MS : toMilliseconds(definition.timeout));
  let given: unknown;
  try {
    given = await untilAborted(timeout, () => definition.run(toolArguments, toContext(call, timeout)));
  } catch (err) {
    if (err instanceof ToolError) throw toolFailed(err.code, err.message, err);
    const reason = timeout.aborted ? 'tool_timeout' : 'tool_threw';
    call.logger.warn({ err, tool: definition.id, callId: call.callId, reason }, 'A tool did not answer');
    if (definition.repeat === 'unsafe') throw outcomeUnknown(definition, err);
    throw toolFailed(reason, reason === 'tool_timeout' ? 'The tool took too long' : 'The tool failed; the log has more', err);
  }
  const outcome = toOutcome(definition, given);
  if ('error' in outcome) throw toolFailed(outcome.error.code, outcome.error.message);
  return outcome.result;
}

function checkArguments(definition: ToolDefinition, toolArguments: JsonObject): void {
  const path = '/arguments';
  const errors = validateValue(definition.inputSchema, toolArguments, path);
  const refused = errors.length > 0 ? null : refuseArguments(definition, toolArguments);
  if (refused !== null && 'error' in refused) errors.push({ path, ...refused.error });
  if (errors.length > 0) throw new Problem('invalid_body', "Send arguments that fit the tool's inputSchema", { errors });
}

function toContext({ organizationId, callId }: DirectCall, signal: AbortSignal): ToolContext {
  return { executionId: callId, organizationId, key: `${callId}/tool`, signal, artifacts: NO_ARTIFACTS };
}

const NO_ARTIFACTS: Artifacts = {
  write: async () => {
    throw new ToolError('no_execution', 'Files belong to an execution; call this tool in a workflow or by an agent');
  },
  read: async () => null,
  list: async () => [],
};

function toolFailed(code: string, message: string, cause?: unknown): Problem {
  return new Problem('tool_failed', message, { extra: { error: { code, message } }, cause });
}

function outcomeUnknown({ id }: ToolDefinition, cause?: unknown): Problem {
  const message = `A call of ${id} began and its outcome is unknown; it is not repeated, for that might act twice. Check what it did`;
  return toolFailed('tool_outcome_unknown', message, cause);
}
