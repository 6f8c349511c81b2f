import { EMPTY_VIEW, type Execution, type ExecutionView, foldItems, hasEnded, type WatchItem } from '@client';
import { PAGE } from './feed-blocks';
import { trimView } from './trim-view';

/** What the page knows of an execution, and how fresh that is. */
export interface LiveExecution {
  view: ExecutionView;
  connection: Connection;
  /** The row when the page was last connected; null before. */
  row: Execution | null;
  /** The feed's end at that moment: below it the page is catching up. */
  lastSeq: number;
  failure: Error | null;
  /** Events up to this one are not in the view, for there are too many; 0 when all are. A multiple of {@link PAGE}. */
  skipped: number;
}

/** `at`: what the page shows is as of then. `closed`: the feed has ended, nothing more will come. */
export type Connection = { state: 'connecting' | 'closed' } | { state: 'connected' | 'reconnecting'; at: string };

export const NOTHING_KNOWN: LiveExecution = {
  view: EMPTY_VIEW,
  connection: { state: 'connecting' },
  row: null,
  lastSeq: 0,
  failure: null,
  skipped: 0,
};

/** Takes in a batch of what a watch gave. */
export function takeIn(live: LiveExecution, items: readonly WatchItem[]): LiveExecution {
  const taken = { ...live, view: foldItems(live.view, items) };
  for (const item of items) {
    if (item.type !== 'connection') continue;
    taken.connection = { state: item.state, at: item.at };
    if (item.state === 'connected') Object.assign(taken, { row: item.execution, lastSeq: item.lastSeq });
  }
  return isLong(taken.view.lastSeq, taken.skipped) ? forget(taken) : taken;
}

/** Keeps only the end of a feed that has become long meanwhile; the rest can be read again. */
function forget(live: LiveExecution): LiveExecution {
  const skipped = toSkipped(live.view.lastSeq);
  return { ...live, skipped, view: trimView(live.view, skipped) };
}

function isLong(lastSeq: number, skipped: number): boolean {
  return lastSeq - skipped > LONG_FEED;
}

/** True while text may still come: not for what is merely read back after its end. */
export function isLive({ view, row, lastSeq }: LiveExecution): boolean {
  return row !== null && !hasEnded(row.status) && !hasEnded(view.status) && view.lastSeq >= lastSeq;
}

/** True when the page has all that there was when it was connected. */
export function isUpToDate({ view, row, lastSeq }: LiveExecution): boolean {
  return row !== null && view.lastSeq >= lastSeq;
}

/** A feed that is longer than this is not kept as a whole. */
const LONG_FEED = 2_000;
/** So many of its newest events are, or a few more. */
const TAIL = 500;

/** How much of a feed that ends at `lastSeq` is skipped when a page opens. */
export function toSkipped(lastSeq: number): number {
  return isLong(lastSeq, 0) ? Math.floor((lastSeq - TAIL) / PAGE) * PAGE : 0;
}
