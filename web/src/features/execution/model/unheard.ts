import type { ExecutionView } from '@client';

/** Something that a person has said in a chat from this page. */
export interface Said {
  text: string;
  as: string;
  /** The last event that the page had then. */
  afterSeq: number;
}

interface Told extends Pick<Said, 'as'> {
  seq: number;
  /** The beginning of it, or null: unknown. */
  text: string | null;
  truncated: boolean;
}

/** Those of what was said (in that order) of which the feed has not told yet whether the chat has read it. */
export function toUnheard<T extends Said>(said: readonly T[], { transcript, unheard }: Pick<ExecutionView, 'transcript' | 'unheard'>): T[] {
  const told = [
    ...transcript.flatMap((entry): Told[] => {
      if (entry.type !== 'message' || entry.message.role !== 'user' || entry.message.agent === undefined) return [];
      const { seq, agent, text, truncated = false } = entry.message;
      return [{ seq, as: agent, text, truncated }];
    }),
    ...unheard.map(({ seq, as, text }): Told => ({ seq, as, text, truncated: text === null })),
  ];
  const taken = new Set<Told>();
  return said.filter(({ text, as, afterSeq }) => {
    const found = told.find((one) => !taken.has(one) && one.as === as && one.seq > afterSeq && isSame(text, one));
    if (found !== undefined) taken.add(found);
    return found === undefined;
  });
}

/** An event has only the beginning of a very long text, or none of it. */
function isSame(said: string, { text, truncated }: Told): boolean {
  return truncated ? said.startsWith(text ?? '') : said === text;
}
