/** Letters of a name that a text must have for the name to count as mentioned: `orders` is, where an order is. */
const STEM = 5;

/** The words to choose from, when instructions say `one of these words: yes, no`; none otherwise. */
export function toOptions(instructions: string): string[] {
  const list = /\bone of these words\b[^:\n]*:([^.\n]+)/i.exec(instructions)?.[1] ?? '';
  return list
    .split(/,|\bor\b/)
    .map((word) => word.replace(/["'“”*`]/g, '').trim())
    .filter((word) => word !== '');
}

/** The first candidate whose name the text mentions, else the first one. */
export function toMentioned<T>(candidates: readonly T[], text: string, nameOf: (candidate: T) => string): T | undefined {
  const lower = text.toLowerCase();
  const mentions = (name: string) =>
    name.split(/[^a-z0-9]+/i).some((word) => word.length > 2 && lower.includes(word.slice(0, STEM).toLowerCase()));
  return candidates.find((candidate) => mentions(nameOf(candidate))) ?? candidates[0];
}
