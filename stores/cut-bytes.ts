const encoder = new TextEncoder();

/** The beginning of a text, at most `limit` bytes of UTF-8, never half a character; `truncated` when it is cut. */
export function cutBytes(text: string, limit: number): { text: string; truncated?: true } {
  // No UTF-16 unit has more than three bytes.
  if (text.length * 3 <= limit) return { text };
  const { read } = encoder.encodeInto(text, new Uint8Array(limit));
  return read === text.length ? { text } : { text: text.slice(0, read), truncated: true };
}
