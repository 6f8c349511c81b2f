import type { ModelRequest } from '../contracts/ports/model-provider';

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
    ...messages.map((message) => ('toolCalls' in message ? `${message.text}${JSON.stringify(message.toolCalls)}` : message.text)),
    ...tools.map(({ id, description, inputSchema }) => JSON.stringify([id, description, inputSchema])),
  ];
  return parts.reduce((sum, part) => sum + Buffer.byteLength(part) + TOKENS_AROUND, 0);
}
