import type { ApiParts } from './dependencies';
import type { FeedReader } from './execution-watch';
import { found } from './handlers/found';

/** Waits for the terminal event of an execution, at most `waitMs` and until `signal` aborts; tells whether it is there. */
export async function waitForEnd(
  { executions, watches }: Pick<ApiParts, 'executions' | 'watches'>,
  { organizationId, executionId, waitMs, signal }: { organizationId: string; executionId: string; waitMs: number; signal: AbortSignal },
): Promise<boolean> {
  const feed = found(await executions.readEvents(organizationId, executionId, 0, 1), 'execution');
  if (feed.ended || waitMs === 0 || signal.aborted) return feed.ended;
  return new Promise((resolve) => {
    const settle = (ended: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      watches.leave(executionId, reader);
      resolve(ended);
    };
    const giveUp = () => settle(false);
    const reader: FeedReader = {
      position: feed.lastSeq,
      isReady: () => true,
      take: () => undefined,
      takeDelta: () => undefined,
      finish: () => settle(true),
    };
    const timer = setTimeout(giveUp, waitMs);
    signal.addEventListener('abort', giveUp);
    watches.join(organizationId, executionId, reader);
  });
}
