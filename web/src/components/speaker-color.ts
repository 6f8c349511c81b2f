const COLORS = 6;

/** A speaker's colour token: the same name always has the same. */
export function toSpeakerColor(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return `var(--speaker-${(sum % COLORS) + 1})`;
}
