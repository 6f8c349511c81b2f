import { EngineUnavailable } from '../../contracts/ports/engine';
import type { StoredExecution } from '../../contracts/ports/row-store';
import type { ApiDependencies } from '../dependencies';

/** What a part of a sweep needs. */
export interface SweepContext extends Pick<ApiDependencies, 'executions' | 'engine' | 'logger'> {
  /** False: the sweep ends here, for this process stops or another one sweeps now. */
  mayGoOn(): Promise<boolean>;
  /** In milliseconds. */
  now(): number;
}

/** How far a walk has come that had to end early; the next one goes on behind it. */
export interface Place {
  /** The last execution that was worked on; absent: the next walk begins at the beginning. */
  after?: string;
}

/** Executions read at a time. */
const SWEEP_PAGE = 200;
/** Executions worked on at a time: one that the engine is slow about holds none of the others up. */
const AT_ONCE = 10;

/** The same sweep for so long at most. */
export function withinTime(context: SweepContext, milliseconds: number): SweepContext {
  const until = performance.now() + milliseconds;
  return { ...context, mayGoOn: async () => performance.now() < until && (await context.mayGoOn()) };
}

/**
 * Reads page after page (`read` gets the id of the last one) and works on the executions, some at a time, from `place`
 * on. One that fails, or that the engine does not answer about, is logged and does not keep the others from it; an
 * engine that is away ends the walk with its `EngineUnavailable`. `place` is left where the next walk must go on.
 */
export async function forEachExecution<P extends StoredExecution>(
  { engine, logger, mayGoOn }: SweepContext,
  read: (limit: number, afterExecutionId?: string) => Promise<P[]>,
  work: (execution: P) => Promise<void>,
  place: Place = {},
): Promise<void> {
  let ended = false;
  let away: EngineUnavailable | undefined;

  async function attempt(execution: P): Promise<void> {
    const { executionId } = execution;
    try {
      await work(execution);
    } catch (err) {
      if (!(err instanceof EngineUnavailable)) {
        logger.error({ err, executionId }, 'An execution cannot be settled; the next sweep tries again');
      } else if (!(await mayGoOn())) {
        // Whoever stops does not wait for another answer that may not come.
        ended = true;
      } else if (await engine.isReachable()) {
        logger.warn({ err, executionId }, 'Temporal gives no answer about an execution; the next sweep asks again');
      } else {
        ended = true;
        away = err;
      }
    }
  }

  async function workThrough(rest: Iterator<P>): Promise<void> {
    while (!ended && (await mayGoOn())) {
      const next = rest.next();
      if (next.done) return;
      place.after = next.value.executionId;
      await attempt(next.value);
    }
    ended = true;
  }

  for (;;) {
    const page = await read(SWEEP_PAGE, place.after);
    const rest = page.values();
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, page.length) }, () => workThrough(rest)));
    if (away !== undefined) throw away;
    if (ended) return;
    if (page.length < SWEEP_PAGE) break;
  }
  delete place.after;
}
