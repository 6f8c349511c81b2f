import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { Json, JsonObject } from '../../../contracts/json';

/** A stream's chunks put together to one body, as the server would have sent it at once. */
export interface RawAnswer {
  /** `answered`: what this chunk says of the message does not count, for the answer is whole. */
  take(chunk: ChatCompletionChunk, answered: boolean): void;
  /** Without the answer's text. */
  toBody(toolCalls: Json[]): { body: JsonObject; textAt: string };
}

export function createRawAnswer(): RawAnswer {
  const body = new Map<string, Json>();
  const choice = new Map<string, Json>();
  const message = new Map<string, Json>([
    ['role', 'assistant'],
    ['content', null],
  ]);
  return {
    take(chunk, answered) {
      const { choices, ...head } = chunk as unknown as JsonObject;
      setKnown(body, head);
      const first = Array.isArray(choices) ? choices[0] : undefined;
      if (answered || !isObject(first)) return;
      const { delta, ...rest } = first;
      setKnown(choice, rest);
      if (!isObject(delta)) return;
      const { content, refusal, tool_calls: _, ...others } = delta;
      if (typeof refusal === 'string' && typeof content !== 'string') message.set('refusal', null);
      append(message, others);
    },
    toBody(toolCalls) {
      const said = { ...Object.fromEntries(message), ...(toolCalls.length > 0 && { tool_calls: toolCalls }) };
      const choices = [{ ...Object.fromEntries(choice), message: said }];
      return {
        body: { ...Object.fromEntries(body), choices },
        textAt: `/choices/0/message/${message.has('refusal') ? 'refusal' : 'content'}`,
      };
    },
  };
}

/** The newest value of each that has one. */
function setKnown(into: Map<string, Json>, values: JsonObject): void {
  for (const [key, value] of Object.entries(values)) if (value !== null) into.set(key, value);
}

/** Pieces of texts that only some servers send, for instance of their reasoning. */
function append(into: Map<string, Json>, pieces: JsonObject): void {
  for (const [key, piece] of Object.entries(pieces)) {
    const before = into.get(key);
    if (key === 'role' || typeof piece !== 'string' || typeof before !== 'string') setKnown(into, { [key]: piece });
    else into.set(key, before + piece);
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
