import { type Read, type Seen, seeThread } from '../../views/see-thread';

/** What a reader sees of a thread from an index on. */
export type SeenTail = (from: number) => Promise<Seen[]>;

export interface TailParts {
  /** So many messages are in the store. */
  upTo: number;
  /** What follows them, and is not in the store yet. */
  opening: readonly Read[];
  reader: string | null;
  /** What is seen of all that is in the store; a list of its own each time. */
  seeAll(): Promise<Seen[]>;
  read(range: { from: number; upTo: number }): Promise<Read[]>;
}

/** A thread read from its end, no further back than was asked for so far. */
export function createSeenTail({ upTo, opening, reader, seeAll, read }: TailParts): SeenTail {
  let messages = [...opening];
  let start = upTo;
  return async (from) => {
    if (from === 0) {
      const seen = await seeAll();
      seen.push(...seeThread(opening, reader));
      return seen;
    }
    if (from < start) {
      messages = [...(await read({ from, upTo: start })), ...messages];
      start = from;
    }
    return seeThread(
      messages.filter(({ index }) => index >= from),
      reader,
    );
  };
}
