/** The beginning of a text, at most `limit` UTF-16 units, never half a surrogate pair; `truncated` when it is cut. */
export function cutText(text: string, limit: number): { text: string; truncated?: true } {
  if (text.length <= limit) return { text };
  const last = text.charCodeAt(limit - 1);
  const endsInPair = last >= 0xd800 && last <= 0xdbff;
  return { text: text.slice(0, endsInPair ? limit - 1 : limit), truncated: true };
}
