import type { AgentDelta, FeedEvent } from '../contracts/events';
import type { FeedPage } from '../contracts/ports/feed-store';

const PAGE_SIZE = 100;
const POLL_MS = 1_000;

/** One reader of a feed. The watch moves `position`; nobody else does. */
export interface FeedReader {
  /** The `seq` of the last event it was given. */
  position: number;
  /** False while it cannot take more; call {@link ExecutionWatch.pump} when it can again. */
  isReady(): boolean;
  take(event: FeedEvent): void;
  takeDelta(delta: AgentDelta): void;
  /** It has the terminal event; the watch has let go of it. */
  finish(): void;
}

export interface ExecutionWatch {
  add(reader: FeedReader): void;
  remove(reader: FeedReader): void;
  /** Reads the store until every reader that is ready has everything there is. */
  pump(): void;
  /** A piece of text for every reader that is ready; others do without. */
  forward(delta: AgentDelta): void;
  /** No more polling; for a watch without readers. */
  close(): void;
}

interface ExecutionWatchOptions {
  read(after: number, limit: number): Promise<FeedPage | null>;
  onError(error: unknown): void;
  /** The last reader has gone, finished or removed. */
  onEmpty(): void;
  /** In milliseconds. */
  pollMs?: number;
}

/**
 * Gives the feed of one execution to its readers, each event once and in order, from the store alone: on every
 * {@link ExecutionWatch.pump} and at least once a second. One page is read at a time and serves all readers that
 * stand in it; a reader that stands further back gets the next one.
 */
export function createExecutionWatch({ read, onError, onEmpty, pollMs = POLL_MS }: ExecutionWatchOptions): ExecutionWatch {
  const readers = new Set<FeedReader>();
  let pumping = false;
  let again = false;
  let closed = false;
  const timer = setInterval(pump, pollMs).unref();

  function pump(): void {
    again = true;
    if (!pumping) void pumpAll();
  }

  async function pumpAll(): Promise<void> {
    pumping = true;
    try {
      while (again && !closed) {
        again = false;
        let after = lowestPosition(readers, Number.POSITIVE_INFINITY);
        while (after !== undefined && !closed) {
          const page = await read(after, PAGE_SIZE);
          if (page === null) break;
          for (const reader of [...readers]) give(reader, after, page);
          after = lowestPosition(readers, page.lastSeq);
        }
      }
    } catch (error) {
      onError(error);
    } finally {
      pumping = false;
    }
  }

  function give(reader: FeedReader, after: number, page: FeedPage): void {
    // One that joined further back while the page was read would skip what lies between.
    if (reader.position < after) {
      again = true;
      return;
    }
    for (const event of page.items) {
      if (event.seq <= reader.position) continue;
      if (!reader.isReady() || !readers.has(reader)) return;
      reader.position = event.seq;
      reader.take(event);
    }
    if (page.ended && reader.position >= page.lastSeq && release(reader)) reader.finish();
  }

  function release(reader: FeedReader): boolean {
    const released = readers.delete(reader);
    if (released && readers.size === 0) onEmpty();
    return released;
  }

  return {
    add: (reader) => {
      readers.add(reader);
      pump();
    },
    remove: (reader) => {
      release(reader);
    },
    pump,
    forward: (delta) => {
      for (const reader of readers) if (reader.isReady()) reader.takeDelta(delta);
    },
    close: () => {
      closed = true;
      clearInterval(timer);
    },
  };
}

/** Where the ready reader that is furthest back stands, among those below `lastSeq`. */
function lowestPosition(readers: Iterable<FeedReader>, lastSeq: number): number | undefined {
  let lowest: number | undefined;
  for (const reader of readers) {
    if (reader.position < lastSeq && reader.position < (lowest ?? Number.POSITIVE_INFINITY) && reader.isReady()) lowest = reader.position;
  }
  return lowest;
}
