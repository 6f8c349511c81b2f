import { EngineUnavailable } from '../contracts/ports/engine';
import type { ApiDependencies } from './dependencies';
import { deleteExpiredExecutions, discardForgottenStarts, purgeDeletedExecutions } from './sweep/delete-executions';
import { deliverForgottenLetters } from './sweep/deliver-forgotten';
import type { Place, SweepContext } from './sweep/for-each-execution';
import { pressCancels } from './sweep/press-cancels';
import { createRounds } from './sweep/rounds';
import { listInterruptedStarts, settleOpenExecutions, settleStuckExecutions } from './sweep/settle-executions';
import { warnOfTime } from './sweep/warn-of-time';

/** When the configuration says nothing else. */
const INTERVAL_MS = 30_000;
const RETENTION_MS = 90 * 24 * 60 * 60 * 1000;
const SHORTEST_LEASE_MS = 10_000;
/** What people and programs were promised waits for no sweep: a round that finds nothing to do is one read of the store. */
const SHORT_INTERVAL_MS = 2_000;

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
 * closes rows whose workflow has closed, repeats lost cancels, says what does not get on, warns of time that passes, and
 * deletes what is too old: executions, idempotency keys. Lost deliveries are repeated, and cancels brought to an end, in
 * rounds of their own, for they must not wait for all that.
 * Of all API processes of a data folder the one with the lease does it; another takes over when that one has
 * ended or its sweep fails.
 */
export function createSweeper(dependencies: SweeperDependencies, options: SweeperOptions = {}): Sweeper {
  const { executions, idempotency, engine, logger } = dependencies;
  const { intervalMs = INTERVAL_MS, retentionMs = RETENTION_MS, now = Date.now } = options;
  const places = { unlisted: {}, open: {}, letters: {} } satisfies Record<string, Place>;
  const toContext = (mayGoOn: SweepContext['mayGoOn']): SweepContext => ({ executions, engine, logger, now, mayGoOn });

  const sweeps = createRounds(
    dependencies,
    { name: 'sweeper', intervalMs, leaseMs: Math.max(3 * intervalMs, SHORTEST_LEASE_MS) },
    async (mayGoOn) => {
      const context = toContext(mayGoOn);
      await doAll(mayGoOn, [
        () => warnOfTime(context),
        () => idempotency.purge(),
        () => listInterruptedStarts(context, places.unlisted),
        () => settleStuckExecutions(context),
        () => settleOpenExecutions(context, places.open),
        () => discardForgottenStarts(context),
        () => deleteExpiredExecutions(context, retentionMs),
        () => purgeDeletedExecutions(context),
      ]);
    },
  );
  const short = { intervalMs: Math.min(intervalMs, SHORT_INTERVAL_MS), leaseMs: SHORTEST_LEASE_MS };
  const letters = createRounds(dependencies, { name: 'letters', ...short }, (mayGoOn) =>
    deliverForgottenLetters(toContext(mayGoOn), places.letters),
  );
  const cancels = createRounds(dependencies, { name: 'cancels', ...short }, (mayGoOn) => pressCancels(toContext(mayGoOn)));
  const all = [sweeps, letters, cancels];

  /** One after the other, also when one fails; rejects with the first failure and logs the others. An engine that is away ends it. */
  async function doAll(mayGoOn: SweepContext['mayGoOn'], works: (() => Promise<unknown>)[]): Promise<void> {
    const failures: unknown[] = [];
    for (const work of works) {
      if (!(await mayGoOn())) break;
      try {
        await work();
      } catch (err) {
        failures.push(err);
        if (err instanceof EngineUnavailable && !((await mayGoOn()) && (await engine.isReachable()))) break;
      }
    }
    for (const err of failures.slice(1)) logger.error({ err, round: 'sweeper' }, 'Another part of the sweep failed too');
    if (failures.length > 0) throw failures[0];
  }

  return {
    start() {
      for (const rounds of all) rounds.start();
    },
    sweep: async () => void (await Promise.all(all.map((rounds) => rounds.round()))),
    stop: async () => void (await Promise.all(all.map((rounds) => rounds.stop()))),
  };
}
