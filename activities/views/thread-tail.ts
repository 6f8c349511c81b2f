import type { Read } from '../../views/see-thread';

/** The messages of a thread from an index on. */
export type ThreadTail = (from: number) => Promise<Read[]>;

/**
 * A thread read from its end, no further back than was asked for so far: `upTo` messages are in the store, `opening`
 * follows them and is not there yet.
 */
export function createThreadTail(
  read: (range: { from: number; upTo: number }) => Promise<Read[]>,
  upTo: number,
  opening: readonly Read[],
): ThreadTail {
  let messages = [...opening];
  let start = upTo;
  return async (from) => {
    if (from < start) {
      messages = [...(await read({ from, upTo: start })), ...messages];
      start = from;
    }
    return messages.filter(({ index }) => index >= from);
  };
}
