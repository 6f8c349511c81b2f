import { EngineUnavailable } from '../../contracts/ports/engine';
import type { StoredExecution } from '../../contracts/ports/execution-store';
import type { ApiDependencies } from '../dependencies';

/** What a part of a sweep needs. */
export interface SweepContext extends Pick<ApiDependencies, 'executions' | 'engine' | 'logger'> {
  /** False: the sweep ends here, for this process stops or another one sweeps now. */
  mayGoOn(): Promise<boolean>;
  /** In milliseconds. */
  now(): number;
}

/** Executions read at a time. */
const SWEEP_PAGE = 200;

/** The same sweep for so long at most. */
export function withinTime(context: SweepContext, milliseconds: number): SweepContext {
  const until = performance.now() + milliseconds;
  return { ...context, mayGoOn: async () => performance.now() < until && (await context.mayGoOn()) };
}

/**
 * Reads page after page (`read` gets the id of the last one) and works on each execution, after the one with the id
 * `after` if there is one. One that fails is logged and does not keep the others from it; an engine that is away ends
 * the walk with its `EngineUnavailable`. Returns the last one worked on when the walk ended early, else undefined.
 */
export async function forEachExecution<P extends StoredExecution>(
  { logger, mayGoOn }: SweepContext,
  read: (limit: number, afterExecutionId?: string) => Promise<P[]>,
  work: (place: P) => Promise<void>,
  after?: string,
): Promise<string | undefined> {
  let last = after;
  for (;;) {
    const page = await read(SWEEP_PAGE, last);
    for (const place of page) {
      if (!(await mayGoOn())) return last;
      try {
        await work(place);
      } catch (error) {
        if (error instanceof EngineUnavailable) throw error;
        logger.error({ err: error, executionId: place.executionId }, 'An execution cannot be settled; the next sweep tries again');
      }
      last = place.executionId;
    }
    if (page.length < SWEEP_PAGE) return undefined;
  }
}
