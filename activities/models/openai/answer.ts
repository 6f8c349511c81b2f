import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { ModelChunk } from '../../../contracts/ports/model-provider';
import { createRawAnswer, type RawAnswer } from './raw-answer';
import { createToolCalls } from './tool-calls';

type Finish = Extract<ModelChunk, { type: 'finish' }>;

/** An answer that grows chunk by chunk; the first finish reason closes it, and only usage counts after that. */
export interface Answer {
  readonly finished: boolean;
  /** Takes a chunk in; returns its text (empty for anything else). */
  take(chunk: ChatCompletionChunk): string;
  /** Only after `finished`. */
  toFinish(): Finish;
  /** As far as it has come. */
  toRaw(): ReturnType<RawAnswer['toBody']>;
}

export function createAnswer(callId: string): Answer {
  const toolCalls = createToolCalls(callId);
  const raw = createRawAnswer();
  let reason: string | undefined;
  let usage: Finish['usage'];
  return {
    get finished() {
      return reason !== undefined;
    },
    take(chunk) {
      raw.take(chunk, reason !== undefined);
      usage = fromUsage(chunk.usage) ?? usage;
      const choice = chunk.choices?.[0];
      if (reason !== undefined || choice === undefined) return '';
      for (const delta of choice.delta?.tool_calls ?? []) toolCalls.add(delta);
      reason = choice.finish_reason ?? undefined;
      return choice.delta?.content ?? choice.delta?.refusal ?? '';
    },
    toFinish: () => ({ type: 'finish', ...toOutcome(reason, toolCalls.toList()), usage }),
    toRaw: () => raw.toBody(toolCalls.toRaw()),
  };
}

/**
 * Servers differ in the reason they give beside tool calls, so what is there decides; an answer that was cut by
 * length or filter has no tool calls, for the last one's arguments may be cut too.
 */
function toOutcome(reason: string | undefined, toolCalls: Finish['toolCalls']): Pick<Finish, 'reason' | 'toolCalls'> {
  if (reason === 'length') return { reason: 'length', toolCalls: [] };
  if (reason === 'content_filter') return { reason: 'contentFilter', toolCalls: [] };
  return toolCalls.length > 0 ? { reason: 'toolCalls', toolCalls } : { reason: 'stop', toolCalls };
}

/** Undefined unless the provider gave both numbers. */
export function fromUsage(usage: unknown): Finish['usage'] {
  if (typeof usage !== 'object' || usage === null) return undefined;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage as Record<string, unknown>;
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
