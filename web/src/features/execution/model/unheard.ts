import type { TranscriptEntry } from '@client';

/** Something that a person has said in a chat from this page. */
export interface Said {
  text: string;
  as: string;
  /** The last event that the page had then. */
  afterSeq: number;
}

/** Those of what was said (in that order) that no round has taken into the chat's thread yet. */
export function toUnheard<T extends Said>(said: readonly T[], transcript: readonly TranscriptEntry[]): T[] {
  const heard = new Set<string>();
  return said.filter(({ text, as, afterSeq }) => {
    const entry = transcript.find(
      (one) =>
        one.type === 'message' &&
        !heard.has(one.id) &&
        one.message.role === 'user' &&
        one.message.agent === as &&
        one.message.seq > afterSeq &&
        // An event has only the beginning of a very long one.
        (one.message.truncated === true ? text.startsWith(one.message.text) : text === one.message.text),
    );
    if (entry !== undefined) heard.add(entry.id);
    return entry === undefined;
  });
}
