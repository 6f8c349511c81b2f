import type { WatchItem } from '@client';
import { useEffect, useState } from 'react';
import { client } from '@/lib/client';
import { type LiveExecution, NOTHING_KNOWN, takeIn } from '../model/live-execution';

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
      for await (const item of client.executions.watch(id, { signal: stop.signal })) {
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
