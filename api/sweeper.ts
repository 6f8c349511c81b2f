import { EngineUnavailable } from '../contracts/ports/engine';
import type { ApiDependencies } from './dependencies';
import { deleteExpiredExecutions, discardForgottenStarts, purgeDeletedExecutions } from './sweep/delete-executions';
import { deliverForgottenLetters } from './sweep/deliver-forgotten';
import type { SweepContext } from './sweep/for-each-execution';
import { createHeldLease } from './sweep/held-lease';
import { listInterruptedStarts, settleOpenExecutions } from './sweep/settle-executions';

/** When the configuration says nothing else. */
const INTERVAL_MS = 30_000;
const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;
const SHORTEST_LEASE_MS = 10_000;

type SweeperDependencies = Pick<ApiDependencies, 'executions' | 'leases' | 'engine' | 'logger'> & {
  idempotency: Pick<ApiDependencies['idempotency'], 'purge'>;
};

interface SweeperOptions {
  intervalMs?: number;
  /** How long ended executions are kept. */
  retentionMs?: number;
  /** In milliseconds. */
  now?: () => number;
}

interface Sweeper {
  /** Sweeps now, and then again and again. */
  start(): void;
  /** One sweep, unless another process is the sweeper; while one is under way, that one. Rejects only by a mistake of ours. */
  sweep(): Promise<void>;
  /** No more sweeps; resolves when the one under way has stopped. */
  stop(): Promise<void>;
}

/**
 * Brings store and engine together where a crash parted them (design §3): lists starts that were never listed,
 * closes rows whose workflow has closed, repeats lost cancels and deliveries, says what does not get on. And deletes what is too old:
 * executions, idempotency keys. Of all API processes
 * of a data folder the one with the lease does it; another takes over when that one has ended.
 */
export function createSweeper(dependencies: SweeperDependencies, options: SweeperOptions = {}): Sweeper {
  const { executions, idempotency, leases, engine, logger } = dependencies;
  const { intervalMs = INTERVAL_MS, retentionMs = RETENTION_MS, now = Date.now } = options;
  const lease = createHeldLease(leases, 'sweeper', Math.max(3 * intervalMs, SHORTEST_LEASE_MS), logger);
  const context: SweepContext = { executions, engine, logger, now, mayGoOn: async () => !stopped && (await lease.isHeld()) };
  let current: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let engineIsAway = false;
  /** Where the next sweep goes on, if there was no time for all open executions. */
  let settledUpTo: string | undefined;

  async function sweepOnce(): Promise<void> {
    if (!(await context.mayGoOn())) return;
    try {
      await listInterruptedStarts(context);
      settledUpTo = await settleOpenExecutions(context, settledUpTo);
      await deliverForgottenLetters(context);
      await discardForgottenStarts(context);
      await deleteExpiredExecutions(context, retentionMs);
      await purgeDeletedExecutions(context);
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
      await lease.release().catch((err: unknown) => logger.warn({ err }, 'The lease of the sweeper could not be given back; it runs out'));
    },
  };
}
