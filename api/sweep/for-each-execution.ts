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

/**
 * Reads page after page (`read` gets the id of the last one) and works on each execution. One that fails is logged
 * and does not keep the others from it; an engine that is away ends the walk with its `EngineUnavailable`.
 */
export async function forEachExecution<P extends StoredExecution>(
  { logger, mayGoOn }: SweepContext,
  read: (limit: number, afterExecutionId?: string) => Promise<P[]>,
  work: (place: P) => Promise<void>,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await read(SWEEP_PAGE, after);
    for (const place of page) {
      if (!(await mayGoOn())) return;
      try {
        await work(place);
      } catch (error) {
        if (error instanceof EngineUnavailable) throw error;
        logger.error({ err: error, executionId: place.executionId }, 'An execution cannot be settled; the next sweep tries again');
      }
    }
    after = page.length < SWEEP_PAGE ? undefined : page.at(-1)?.executionId;
  } while (after !== undefined);
}
