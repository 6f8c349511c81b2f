import { EMPTY_VIEW, StudioError, type WatchItem } from '@client';
import { startTransition, useEffect, useRef, useState } from 'react';
import { client } from '@/lib/client';
import { STALLED_MS, toPause } from '../model/draw-pace';
import { type LiveExecution, NOTHING_KNOWN, takeIn, toSkipped } from '../model/live-execution';
import { toViewBefore } from '../model/view-before';

/**
 * Follows an execution while the caller is on screen. What comes is drawn in batches, one after the other, each in
 * slices between which the reader is served. The caller is keyed by `id`.
 */
export function useLiveExecution(id: string): LiveExecution {
  const [live, setLive] = useState(NOTHING_KNOWN);
  const whenDrawn = useRef<() => void>(() => undefined);
  // Effects run when what was drawn has been painted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each drawing is the moment
  useEffect(() => whenDrawn.current(), [live]);
  useEffect(() => {
    const stop = new AbortController();
    let known = NOTHING_KNOWN;
    let waiting: WatchItem[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let beganAt: number | null = null;
    let costMs = 0;
    const take = (changes: Partial<LiveExecution> = {}) => {
      known = { ...takeIn(known, waiting), ...changes };
      waiting = [];
      return known;
    };
    const drawInSlices = (next: LiveExecution) => {
      clearTimeout(timer);
      beganAt ??= performance.now();
      startTransition(() => setLive(next));
      // What is drawn at once takes the place of all that waits to be ready.
      timer = setTimeout(() => setLive(take()), STALLED_MS);
    };
    const schedule = () => {
      timer ??= setTimeout(() => drawInSlices(take()), toPause(costMs));
    };
    whenDrawn.current = () => {
      if (beganAt === null) return;
      costMs = performance.now() - beganAt;
      beganAt = null;
      clearTimeout(timer);
      timer = undefined;
      if (waiting.length > 0) schedule();
    };
    const follow = async () => {
      const beginning = await findBeginning(id, stop.signal);
      if (beginning.skipped > 0) setLive(take(beginning));
      for await (const item of client.executions.watch(id, { after: beginning.skipped, signal: stop.signal })) {
        waiting.push(item);
        schedule();
      }
    };
    const finish = (failure: Error | null) => {
      if (stop.signal.aborted) return;
      drawInSlices(take({ connection: { state: 'closed' }, failure }));
    };
    follow().then(
      () => finish(null),
      (error: unknown) => finish(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      stop.abort();
      clearTimeout(timer);
      whenDrawn.current = () => undefined;
      setLive(NOTHING_KNOWN);
    };
  }, [id]);
  return live;
}

/** So many steps that are at work, and so many questions, are known from the part of a feed that is not read. */
const MOST_OPEN = 200;

/**
 * Of a very long feed only the end is followed, from a view that has what is open in the rest; while the server is
 * away, the watch says so and all of it is.
 */
async function findBeginning(id: string, signal: AbortSignal): Promise<Pick<LiveExecution, 'skipped' | 'view'>> {
  try {
    const { lastSeq, ended } = await client.executions.events(id, { limit: 1 }, { signal });
    const skipped = toSkipped(lastSeq);
    if (skipped === 0 || ended) return { skipped, view: EMPTY_VIEW };
    const [steps, approvals] = await Promise.all([
      client.executions.steps(id, { open: 'true', limit: MOST_OPEN }, { signal }),
      client.approvals.list({ executionId: id, limit: MOST_OPEN }, { signal }),
    ]);
    // What began behind that is told by what is followed.
    return {
      skipped,
      view: toViewBefore(
        steps.items.filter(({ seq }) => seq <= skipped),
        approvals.items,
      ),
    };
  } catch (error) {
    if (error instanceof StudioError) return { skipped: 0, view: EMPTY_VIEW };
    throw error;
  }
}
