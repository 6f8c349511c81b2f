import { setImmediate, setTimeout } from 'node:timers/promises';
import type Libsql from 'libsql';
import { StoreUnavailable } from '../../contracts/ports/store-errors';
import { errorCode } from '../error-code';

/** How a busy database is waited for: pauses grow from `FIRST` to `LONGEST`, each shortened by chance. */
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 25;
const DEFAULT_LONGEST_WAIT_MS = 30_000;

/** After this long in one transaction the other queued bodies wait for the next, so that the event loop turns. */
const LONGEST_BATCH_MS = 10;

export interface Transactions {
  /**
   * Runs `body` in a write transaction and resolves with its value once that is durable. Bodies that queue up
   * meanwhile share a transaction and its fsync; one that throws undoes its own writes only. `body` is
   * synchronous, and may run again when the database was busy. Rejects with {@link DatabaseBusy} after 30 s.
   */
  write<T>(body: () => T): Promise<T>;
  /** Runs `body`, which is synchronous and only reads, on one snapshot. Waits like {@link write}. */
  read<T>(body: () => T): Promise<T>;
  /** Resolves when nothing is queued any more; later calls are refused. */
  drain(): Promise<void>;
}

/** Another process held the database for longer than we wait. */
export class DatabaseBusy extends StoreUnavailable {
  constructor(waitedMs: number, cause: unknown) {
    super(`The database was locked by another process for ${Math.round(waitedMs / 1000)} s; end what holds it, then try again`, { cause });
    this.name = 'DatabaseBusy';
  }
}

interface Job {
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  since: number;
}

type Outcome = { value: unknown } | { error: unknown };

/** Transactions on one connection; waiting for a busy database never blocks the event loop. */
export function createTransactions(connection: Libsql.Database, longestWaitMs = DEFAULT_LONGEST_WAIT_MS): Transactions {
  const queue: Job[] = [];
  let working: Promise<void> | null = null;
  let closed = false;

  /** One transaction over what is queued. Throws without having changed anything; then nothing has left the queue. */
  function runBatch(): void {
    const [only] = queue;
    if (only !== undefined && queue.length === 1) {
      runAlone(only);
      return;
    }
    const outcomes: Outcome[] = [];
    const until = performance.now() + LONGEST_BATCH_MS;
    inTransaction(connection, 'BEGIN IMMEDIATE', () => {
      do {
        outcomes.push(runInSavepoint(connection, queue[outcomes.length] as Job));
      } while (outcomes.length < queue.length && performance.now() < until);
    });
    queue.splice(0, outcomes.length).forEach((job, position) => {
      const outcome = outcomes[position] as Outcome;
      if ('error' in outcome) job.reject(outcome.error);
      else job.resolve(outcome.value);
    });
  }

  /** The common case: the transaction is the body's own, and a savepoint would only cost. */
  function runAlone(job: Job): void {
    let failure: { error: unknown } | undefined;
    let value: unknown;
    try {
      inTransaction(connection, 'BEGIN IMMEDIATE', () => {
        try {
          value = job.run();
        } catch (error) {
          if (connection.inTransaction && !isBusy(error)) failure = { error };
          throw error;
        }
      });
    } catch (error) {
      if (failure === undefined) throw error;
    }
    queue.shift();
    if (failure === undefined) job.resolve(value);
    else job.reject(failure.error);
  }

  async function work(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    // What else this turn of the event loop has to write joins the first batch.
    await setImmediate();
    while (queue.length > 0) {
      try {
        runBatch();
        pause = FIRST_PAUSE_MS;
        await setImmediate();
      } catch (error) {
        if (!isBusy(error)) {
          for (const job of queue.splice(0)) job.reject(error);
          continue;
        }
        rejectExpired(error);
        await setTimeout(jittered(pause));
        pause = longer(pause);
      }
    }
    working = null;
  }

  function rejectExpired(error: unknown): void {
    while (queue[0] !== undefined && performance.now() - queue[0].since > longestWaitMs) {
      queue.shift()?.reject(new DatabaseBusy(longestWaitMs, error));
    }
  }

  function refuseWhenClosed(): void {
    if (closed) throw new Error('The database is closed; open it again before using the store');
  }

  return {
    async write<T>(body: () => T): Promise<T> {
      refuseWhenClosed();
      return new Promise<T>((resolve, reject) => {
        queue.push({ run: body, resolve: resolve as (value: unknown) => void, reject, since: performance.now() });
        working ??= work();
      });
    },
    async read<T>(body: () => T): Promise<T> {
      refuseWhenClosed();
      return waitWhileBusy(() => inTransaction(connection, 'BEGIN', body), longestWaitMs);
    },
    async drain() {
      closed = true;
      await working;
    },
  };
}

/** Tries until the database is not busy. `action` is synchronous and changes nothing when it throws. */
export async function waitWhileBusy<T>(action: () => T, longestWaitMs = DEFAULT_LONGEST_WAIT_MS): Promise<T> {
  const since = performance.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = longer(pause)) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() - since > longestWaitMs) throw new DatabaseBusy(longestWaitMs, error);
    }
    await setTimeout(jittered(pause));
  }
}

/** Runs a synchronous body in a transaction; undoes it when anything throws. */
export function inTransaction<T>(connection: Libsql.Database, begin: 'BEGIN' | 'BEGIN IMMEDIATE', body: () => T): T {
  connection.exec(begin);
  try {
    const value = body();
    connection.exec('COMMIT');
    return value;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function runInSavepoint(connection: Libsql.Database, job: Job): Outcome {
  connection.exec('SAVEPOINT body');
  try {
    const value = job.run();
    connection.exec('RELEASE body');
    return { value };
  } catch (error) {
    // A full disk, for instance, ends the whole transaction: then nobody's writes exist.
    if (!connection.inTransaction || isBusy(error)) throw error;
    connection.exec('ROLLBACK TO body');
    connection.exec('RELEASE body');
    return { error };
  }
}

function isBusy(error: unknown): boolean {
  return errorCode(error)?.startsWith('SQLITE_BUSY') === true;
}

function jittered(pauseMs: number): number {
  return pauseMs * (0.5 + Math.random() / 2);
}

function longer(pauseMs: number): number {
  return Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
}
