const LONGEST = 80;

/**
 * What a text is about, in at most 80 characters: what a scripted text in it put in “quotes”, else the text's first
 * line, cut at a word.
 */
export function toTopic(text: string): string {
  const quoted = text.includes('[scripted]') ? /\[scripted\][^“]*“([^”]+)”/.exec(text)?.[1] : undefined;
  const line = (quoted ?? text.trim().split('\n', 1)[0] ?? '').replace(/\s+/g, ' ').trim();
  if (line === '') return 'the task at hand';
  return line.length <= LONGEST
    ? line
    : `${[...line]
        .slice(0, LONGEST)
        .join('')
        .replace(/\s+\S*$/, '')}…`;
}
