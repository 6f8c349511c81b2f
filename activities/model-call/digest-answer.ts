import type { CallModelInput, ModelDigest, RequestedTool } from '../../contracts/activities';
import { LIMIT } from '../../contracts/constants';
import type { Output, ToolCallRequest } from '../../contracts/entities';
import type { Json } from '../../contracts/json';
import { cutText } from '../../contracts/text';
import { needsApproval } from '../approval-rule';
import type { ActivityDependencies } from '../dependencies';
import type { Evaluator } from '../evaluator';
import { readStructured } from '../read-structured';
import type { RunningCall } from '../running-call';
import type { PreparedModelCall } from './prepared-model-call';

/** An answer of a model, or one that was given in its place. */
export interface WholeAnswer {
  text: string;
  reason: ModelDigest['finish'];
  toolCalls?: ToolCallRequest[];
  usage: { inputTokens: number; outputTokens: number };
}

export type DigestAnswer = ReturnType<typeof createDigestAnswer>;

/** Works out what an answer means to the workflow, and where its text goes. */
export function createDigestAnswer({ tools }: Pick<ActivityDependencies, 'tools'>, evaluator: Evaluator) {
  return async (input: CallModelInput, call: RunningCall, prepared: PreparedModelCall, answer: WholeAnswer) => {
    const { text, reason, toolCalls, usage } = answer;
    const { request, speaker, opening, following } = prepared;
    const { compact } = input;
    const place = toPlace(compact ?? input.answerTo) ?? { thread: input.thread, index: input.upTo + opening.length };
    const structured = request.output === undefined || toolCalls ? null : readStructured(text, request.output);
    const data = structured !== null && 'data' in structured ? { data: structured.data } : {};
    const digest: ModelDigest = {
      finish: reason,
      ...(toolCalls && { toolCalls: toolCalls.map((requested) => toRequestedTool(requested, prepared)) }),
      upTo: input.upTo + opening.length + following.length + (input.answerTo || compact ? 0 : 1),
      tokens: [usage.inputTokens, usage.outputTokens],
      ...(structured !== null && 'invalid' in structured && { invalid: structured.invalid }),
      ...(speaker.role === 'manager' && toChoice(data.data)),
      ...(!toolCalls && (await holds(input, call, prepared, { text, ...data })) && { until: true as const }),
      ...(text !== '' && { preview: cutText(text, LIMIT.digestPreview) }),
    };
    const closing = toolCalls === undefined && digest.invalid === undefined ? input.closing : undefined;
    if (closing !== undefined) digest.closed = true;
    return { place, data, digest, closing };
  };

  /** Whether a chat's `until` is true after this message. */
  async function holds(
    input: CallModelInput,
    call: RunningCall,
    { start, lineage, speaker }: PreparedModelCall,
    last: Output,
  ): Promise<boolean> {
    const { step } = lineage.here;
    if (input.round === undefined || step.type !== 'groupChat' || step.until === undefined) return false;
    const of = { organizationId: input.organizationId, executionId: call.executionId, facts: input.facts };
    const more = { last: { ...last, agent: speaker.participant }, round: input.round };
    return (await evaluator.evaluate(of, start, lineage, { expression: step.until, result: 'boolean', more })) === true;
  }

  /** Whether people must agree to it is settled here, once, where the arguments are known. */
  function toRequestedTool({ id, tool, arguments: asked }: ToolCallRequest, { agent }: PreparedModelCall): RequestedTool {
    const definition = agent.tools.includes(tool) ? tools.find((one) => one.id === tool) : undefined;
    const rule = agent.approvals?.find((one) => one.tool === tool);
    return { id, tool, ...(needsApproval(rule, definition, asked) && { approval: true as const }) };
  }
}

function toPlace(at: { thread: string; index: number } | undefined) {
  return at && { thread: at.thread, index: at.index };
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
