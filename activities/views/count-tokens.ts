import { setImmediate } from 'node:timers/promises';
import type { ModelMessage } from '../../contracts/ports/model-provider';

/** Texts are counted in pieces, so that a long one does not hold up the process. */
const PIECE = 16 * 1024;
/** The tokenizer's time grows with the square of a run without a break; a longer run is counted in parts, a token more each. */
const LONGEST_RUN = 256;
/** What a provider adds to each message. */
const MESSAGE_OVERHEAD = 4;

type Count = (text: string) => number;

let loaded: Promise<Count> | undefined;

/**
 * The tokenizer of OpenAI's models since GPT-4o (`o200k_base`), which stands in for every model's: others count some
 * percent more or fewer. It takes 0.3 s and 70 MB to load, so it is loaded when a limit first asks for it.
 */
function tokenizer(): Promise<Count> {
  loaded ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => {
    // What looks like a control token is text like any other.
    const asText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
    return (text) => countTokens(text, asText);
  });
  return loaded;
}

/** Tokens of a text, at most a percent too many. Counting ends soon after `atMost`: then the result is only above it. */
export async function countTokens(text: string, atMost = Number.POSITIVE_INFINITY): Promise<number> {
  const count = await tokenizer();
  let tokens = 0;
  for (let at = 0; at < text.length && tokens <= atMost; at += PIECE) {
    if (at > 0) await setImmediate();
    tokens += countPiece(text.slice(at, at + PIECE), count);
  }
  return tokens;
}

function countPiece(piece: string, count: Count): number {
  if (!/\S{257}|\s{257}/.test(piece)) return count(piece);
  let tokens = 0;
  for (let at = 0; at < piece.length; at += LONGEST_RUN) tokens += count(piece.slice(at, at + LONGEST_RUN));
  return tokens;
}

/** Tokens of a message as a provider is sent it, tool calls included. */
export async function countMessage(message: ModelMessage, atMost?: number): Promise<number> {
  const calls = message.role === 'assistant' && message.toolCalls !== undefined ? JSON.stringify(message.toolCalls) : '';
  return MESSAGE_OVERHEAD + (await countTokens(message.text, atMost)) + (await countTokens(calls, atMost));
}

/** How many characters of a text have at most so many tokens. */
export async function fitText(text: string, tokens: number): Promise<number> {
  let { length } = text;
  for (;;) {
    const counted = await countTokens(text.slice(0, length), tokens * 2);
    if (counted <= tokens || length === 0) return length;
    length = Math.floor(Math.min(length * 0.9, (length * tokens) / counted));
  }
}
