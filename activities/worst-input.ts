import type { ModelMessage, ModelRequest } from '../contracts/ports/model-provider';

/** What a provider puts around each part of a request: roles, separators, its rendering of a tool. */
const TOKENS_AROUND = 32;

/**
 * Tokens that no provider exceeds for this request. Byte-level tokenizers, which all of today's models have, never
 * make more tokens than there are bytes.
 */
export function worstInputTokens({ instructions, messages, tools, output }: Omit<ModelRequest, 'call'>): number {
  const parts = [
    instructions,
    output === undefined ? '' : JSON.stringify(output),
    ...tools.map(({ id, description, inputSchema }) => JSON.stringify([id, description, inputSchema])),
  ];
  return parts.reduce((sum, part) => sum + sizeOf(part), 0) + messages.reduce((sum, message) => sum + sizeOfMessage(message), 0);
}

/** A message of a long conversation is sent again and again, and its bytes are counted once. */
const sizes = new WeakMap<ModelMessage, number>();

function sizeOfMessage(message: ModelMessage): number {
  const known = sizes.get(message);
  if (known !== undefined) return known;
  const size = sizeOf('toolCalls' in message ? `${message.text}${JSON.stringify(message.toolCalls)}` : message.text);
  sizes.set(message, size);
  return size;
}

function sizeOf(part: string): number {
  return Buffer.byteLength(part) + TOKENS_AROUND;
}
