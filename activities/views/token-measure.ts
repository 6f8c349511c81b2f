import type { ModelMessage } from '../../contracts/ports/model-provider';
import type { Block } from '../../views/see-thread';
import { countMessage, fitText } from './count-tokens';

/** Counts against a limit. Without one nothing is counted: everything has 0 tokens and fits. */
export interface TokenMeasure {
  /** Infinite without one. */
  limit: number;
  of(messages: readonly ModelMessage[]): Promise<number>;
  /** Characters of a text that have at most so many tokens. */
  fit(text: string, tokens: number): Promise<number>;
}

export function createTokenMeasure(limit: number | undefined): TokenMeasure {
  if (limit === undefined) {
    return { limit: Number.POSITIVE_INFINITY, of: () => Promise.resolve(0), fit: (text) => Promise.resolve(text.length) };
  }
  return {
    limit,
    async of(messages) {
      let tokens = 0;
      for (const message of messages) {
        if (tokens <= limit) tokens += await countMessage(message, limit);
      }
      return tokens;
    },
    fit: fitText,
  };
}

/** How many of the blocks fit into `room` tokens, taken in their order, and what they count to; at most `most`. */
export async function countFitting(
  measure: TokenMeasure,
  blocks: readonly Block[],
  { most, room }: { most: number; room: number },
): Promise<{ count: number; tokens: number }> {
  let tokens = 0;
  let count = 0;
  for (const { messages } of blocks.slice(0, most)) {
    const size = await measure.of(messages);
    if (tokens + size > room) break;
    tokens += size;
    count += 1;
  }
  return { count, tokens };
}
