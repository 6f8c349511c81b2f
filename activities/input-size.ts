import type { ModelMessage, ModelRequest } from '../contracts/ports/model-provider';
import { estimateTokens } from './estimate-tokens';

/** Tokens of what a model is sent. */
export interface InputSize {
  /** No provider exceeds these. Byte-level tokenizers, which all of today's models have, never make more tokens than there are bytes. */
  worst: number;
  /** What it is about, where the provider does not say. */
  estimated: number;
}

/** Messages that are sent together, and what they come to. */
export interface SizedMessages {
  messages: ModelMessage[];
  size: InputSize;
}

/** What a provider puts around each part of a request: roles, separators, its rendering of a tool. */
const TOKENS_AROUND = 32;

/** Of a whole request, of which the messages were counted before. */
export function sizeOfRequest({ instructions, tools, output }: Omit<ModelRequest, 'call'>, messages: InputSize): InputSize {
  const around = [
    ...(output === undefined ? [] : [JSON.stringify(output)]),
    ...tools.map(({ id, description, inputSchema }) => JSON.stringify([id, description, inputSchema])),
  ];
  return {
    worst: messages.worst + [instructions, ...around].reduce((sum, part) => sum + worstOf(part), 0),
    estimated: messages.estimated + estimateTokens(instructions),
  };
}

export function sizeOfMessages(messages: readonly ModelMessage[]): InputSize {
  return messages.reduce((sum, message) => addSizes(sum, sizeOfMessage(message)), NOTHING);
}

export function addSizes(one: InputSize, other: InputSize): InputSize {
  return { worst: one.worst + other.worst, estimated: one.estimated + other.estimated };
}

export const NOTHING: InputSize = { worst: 0, estimated: 0 };

function sizeOfMessage(message: ModelMessage): InputSize {
  const text = 'toolCalls' in message ? `${message.text}${JSON.stringify(message.toolCalls)}` : message.text;
  return { worst: worstOf(text), estimated: estimateTokens(message.text) };
}

function worstOf(part: string): number {
  return Buffer.byteLength(part) + TOKENS_AROUND;
}
