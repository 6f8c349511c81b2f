import { StudioError, type WatchItem } from '@client';
import { useEffect, useState } from 'react';
import { client } from '@/lib/client';
import { type LiveExecution, NOTHING_KNOWN, takeIn, toSkipped } from '../model/live-execution';

/** However fast text comes, the page is drawn at most this often. */
const DRAW_EVERY_MS = 40;

/** Follows an execution while the caller is on screen. The caller is keyed by `id`. */
export function useLiveExecution(id: string): LiveExecution {
  const [live, setLive] = useState(NOTHING_KNOWN);
  useEffect(() => {
    const stop = new AbortController();
    let waiting: WatchItem[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      const items = waiting;
      waiting = [];
      setLive((known) => takeIn(known, items));
    };
    const follow = async () => {
      const skipped = await findSkipped(id, stop.signal);
      if (skipped > 0) setLive((known) => ({ ...known, skipped }));
      for await (const item of client.executions.watch(id, { after: skipped, signal: stop.signal })) {
        waiting.push(item);
        timer ??= setTimeout(draw, DRAW_EVERY_MS);
      }
    };
    const finish = (failure: Error | null) => {
      if (stop.signal.aborted) return;
      clearTimeout(timer);
      draw();
      setLive((known) => ({ ...known, connection: { state: 'closed' }, failure }));
    };
    follow().then(
      () => finish(null),
      (error: unknown) => finish(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      stop.abort();
      clearTimeout(timer);
      setLive(NOTHING_KNOWN);
    };
  }, [id]);
  return live;
}

/** Of a very long feed only the end is followed; while the server is away, the watch says so and all of it is. */
async function findSkipped(id: string, signal: AbortSignal): Promise<number> {
  try {
    return toSkipped((await client.executions.events(id, { limit: 1 }, { signal })).lastSeq);
  } catch (error) {
    if (error instanceof StudioError) return 0;
    throw error;
  }
}
