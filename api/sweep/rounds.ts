import { EngineUnavailable } from '../../contracts/ports/engine';
import type { LeaseStore } from '../../contracts/ports/lease-store';
import type { Logger } from '../../contracts/ports/logger';
import { createHeldLease } from './held-lease';

export interface RoundsOptions {
  /** Of the lease too. */
  name: string;
  /** Between the end of a round and the next one. */
  intervalMs: number;
  /** How long a process that stands still keeps the others from it; one that has died keeps nobody. */
  leaseMs: number;
}

/** What one process of a data folder does again and again. */
export interface Rounds {
  /** A round now, and then again and again. */
  start(): void;
  /** One round, unless another process does it; while one is under way, that one. Rejects with what its work threw, but for `EngineUnavailable`. */
  round(): Promise<void>;
  /** No more rounds; resolves when the one under way has stopped and others may take over. */
  stop(): Promise<void>;
}

/**
 * Does `work` in rounds, in the one process that has the lease. `mayGoOn` is asked before each piece of it: false when
 * this process stops or another one does it now. A process whose round fails gives the lease back, for another may
 * reach what it cannot; an engine that is away is said once.
 */
export function createRounds(
  { leases, logger }: { leases: LeaseStore; logger: Logger },
  { name, intervalMs, leaseMs }: RoundsOptions,
  work: (mayGoOn: () => Promise<boolean>) => Promise<void>,
): Rounds {
  const lease = createHeldLease(leases, name, leaseMs, logger);
  const mayGoOn = async () => !stopped && (await lease.isHeld());
  let current: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let isAway = false;

  async function roundOnce(): Promise<void> {
    if (!(await mayGoOn())) return;
    try {
      await work(mayGoOn);
      isAway = false;
    } catch (err) {
      await lease.release();
      if (!(err instanceof EngineUnavailable)) throw err;
      if (!isAway) logger.warn({ err, round: name }, 'Temporal gives no answer; what this round could not do waits for it');
      isAway = true;
    }
  }

  function round(): Promise<void> {
    current ??= roundOnce().finally(() => {
      current = undefined;
    });
    return current;
  }

  async function roundAndRepeat(): Promise<void> {
    await round().catch((err: unknown) => logger.error({ err, round: name }, 'A round failed; the next one tries again'));
    if (!stopped) timer = setTimeout(roundAndRepeat, intervalMs).unref();
  }

  return {
    start: () => void roundAndRepeat(),
    round,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // Its failure was logged by whoever began it.
      await current?.catch(() => undefined);
      await lease.release();
    },
  };
}
