import { hasEnded } from '../contracts/entities';
import type { Ending } from '../contracts/plan';
import { type EngineExecution, EngineUnavailable } from '../contracts/ports/engine';
import type { OpenExecution } from '../contracts/ports/execution-store';
import type { ApiDependencies } from './dependencies';

const INTERVAL_MS = 30_000;
const PAGE_SIZE = 200;
/** A start that is younger may still be under way. */
const UNLISTED_AFTER_MS = 5_000;
/** Before that Temporal may not know yet what it will know. */
const LOST_AFTER_MS = 60_000;

type SweeperDependencies = Pick<ApiDependencies, 'executions' | 'idempotency' | 'engine' | 'logger'>;

interface Sweeper {
  /** Sweeps now, and then again and again. */
  start(): void;
  /** One sweep; while one is under way, that one. Rejects only by a mistake of ours. */
  sweep(): Promise<void>;
  /** No more sweeps; resolves when the one under way has stopped. */
  stop(): Promise<void>;
}

/**
 * Brings store and engine together where a crash parted them (design §3): lists starts that were never listed,
 * closes rows whose workflow has closed, repeats lost cancels, and deletes old idempotency keys.
 */
export function createSweeper(dependencies: SweeperDependencies, { intervalMs = INTERVAL_MS, now = Date.now } = {}): Sweeper {
  const { executions, idempotency, engine, logger } = dependencies;
  let current: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let engineIsAway = false;

  async function listStarts(): Promise<void> {
    await forEach(await executions.listUnlisted(UNLISTED_AFTER_MS, PAGE_SIZE), async ({ organizationId, executionId }) => {
      if ((await engine.describe(executionId)) === null) return;
      await executions.listStarted(organizationId, executionId);
      logger.info({ executionId }, 'Listed an execution whose start was interrupted');
    });
  }

  async function settleOpen(): Promise<void> {
    let after: string | undefined;
    do {
      const page = await executions.listOpen(PAGE_SIZE, after);
      await forEach(page, settle);
      after = page.length < PAGE_SIZE ? undefined : page.at(-1)?.executionId;
    } while (after !== undefined && !stopped);
  }

  async function settle({ organizationId, executionId, cancelRequested }: OpenExecution): Promise<void> {
    const workflow = await engine.describe(executionId);
    const ending = workflow === null ? await toLostEnding(organizationId, executionId) : toEnding(workflow);
    if (ending === null) {
      if (workflow !== null && cancelRequested) await engine.cancel(executionId);
      return;
    }
    const standing = await executions.close(organizationId, executionId, [], ending);
    logger.info(
      { executionId, status: standing.status, engine: workflow?.status ?? 'unknown' },
      'Closed an execution whose workflow has ended',
    );
  }

  async function toLostEnding(organizationId: string, executionId: string): Promise<Ending | null> {
    const row = await executions.get(organizationId, executionId);
    if (row === null || hasEnded(row.status) || now() - Date.parse(row.startedAt) < LOST_AFTER_MS) return null;
    return failed('engine_lost', 'Temporal does not know this execution any more');
  }

  /** One execution that cannot be settled does not keep the others from it; an engine that is away does. */
  async function forEach(page: OpenExecution[], work: (open: OpenExecution) => Promise<void>): Promise<void> {
    for (const open of page) {
      if (stopped) return;
      try {
        await work(open);
      } catch (error) {
        if (error instanceof EngineUnavailable) throw error;
        logger.error({ err: error, executionId: open.executionId }, 'An execution cannot be settled; the next sweep tries again');
      }
    }
  }

  async function sweepOnce(): Promise<void> {
    try {
      await listStarts();
      await settleOpen();
      engineIsAway = false;
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error;
      if (!engineIsAway) logger.warn({ err: error }, 'The sweeper waits for Temporal');
      engineIsAway = true;
    }
    await idempotency.purge();
  }

  function sweep(): Promise<void> {
    current ??= sweepOnce().finally(() => {
      current = undefined;
    });
    return current;
  }

  async function sweepAndRepeat(): Promise<void> {
    await sweep().catch((err: unknown) => logger.error({ err }, 'A sweep failed; the next one tries again'));
    if (!stopped) timer = setTimeout(sweepAndRepeat, intervalMs).unref();
  }

  return {
    start: () => void sweepAndRepeat(),
    sweep,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // Its failure was logged by whoever began it.
      await current?.catch(() => undefined);
    },
  };
}

/** How an execution ends whose workflow closed without writing its end; null while it runs. */
function toEnding({ status }: EngineExecution): Ending | null {
  switch (status) {
    case 'running':
    case 'continuedAsNew':
      return null;
    case 'completed':
      return { status: 'completed' };
    case 'cancelled':
      return { status: 'cancelled' };
    case 'terminated':
      return failed('terminated', 'The workflow was terminated from outside');
    case 'timedOut':
      return { status: 'timed_out', error: { code: 'timed_out', message: "The workflow's time ran out" } };
    case 'failed':
      return failed('workflow_failed', 'The workflow failed; Temporal UI shows why');
  }
}

function failed(code: string, message: string): Ending {
  return { status: 'failed', error: { code, message } };
}
