const CHARACTERS_PER_TOKEN = 4;

/** Tokens of a text when its provider did not count them: a rough estimate, never zero for a text that is not empty. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
