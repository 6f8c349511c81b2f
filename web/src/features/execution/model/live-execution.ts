import { EMPTY_VIEW, type Execution, type ExecutionView, foldItems, hasEnded, type WatchItem } from '@client';

/** What the page knows of an execution, and how fresh that is. */
export interface LiveExecution {
  view: ExecutionView;
  connection: Connection;
  /** The row when the page was last connected; null before. */
  row: Execution | null;
  /** The feed's end at that moment: below it the page is catching up. */
  lastSeq: number;
  failure: Error | null;
}

/** `at`: what the page shows is as of then. `closed`: the feed has ended, nothing more will come. */
export type Connection = { state: 'connecting' | 'closed' } | { state: 'connected' | 'reconnecting'; at: string };

export const NOTHING_KNOWN: LiveExecution = {
  view: EMPTY_VIEW,
  connection: { state: 'connecting' },
  row: null,
  lastSeq: 0,
  failure: null,
};

/** Takes in a batch of what a watch gave. */
export function takeIn(live: LiveExecution, items: readonly WatchItem[]): LiveExecution {
  const taken = { ...live, view: foldItems(live.view, items) };
  for (const item of items) {
    if (item.type !== 'connection') continue;
    taken.connection = { state: item.state, at: item.at };
    if (item.state === 'connected') Object.assign(taken, { row: item.execution, lastSeq: item.lastSeq });
  }
  return taken;
}

/** True while text may still come: not for what is merely read back after its end. */
export function isLive({ view, row, lastSeq }: LiveExecution): boolean {
  return row !== null && !hasEnded(row.status) && !hasEnded(view.status) && view.lastSeq >= lastSeq;
}
