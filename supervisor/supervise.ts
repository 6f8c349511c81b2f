import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../contracts/ports/logger';
import { type Exit, endProcess, type RunningProcess } from './running-process';

/** A process that lived this long was healthy: the next death is the first one again. */
const HEALTHY_MS = 30_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

export interface SuperviseOptions {
  name: string;
  start(): Promise<RunningProcess>;
  /** A new process lives (also the first). */
  onStart?(running: RunningProcess): void;
  /** The process ended though nobody asked it to. Return false to give up instead of starting it again. */
  onDeath?(running: RunningProcess, exit: Exit): boolean;
  log: Logger;
  /** Waits between starts; tests shorten it. */
  delay?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface Supervised {
  /** Ends the process (SIGKILL after `graceMs`) and starts no other. */
  stop(graceMs: number): Promise<void>;
}

/** Milliseconds before the start that follows the given number of quick deaths: 0, 250, 500, … at most 10 s. */
export function restartDelay(quickDeaths: number): number {
  return quickDeaths <= 1 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (quickDeaths - 2), LONGEST_DELAY_MS);
}

/**
 * Keeps one process running: starts it again when it dies, at once the first time, then later and later.
 * Rejects when the first start fails; later failures to start count as deaths.
 */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const { name, log, delay = (milliseconds, signal) => pause(milliseconds, undefined, { signal }) } = options;
  const stopping = new AbortController();
  let current: RunningProcess | null = await options.start();
  options.onStart?.(current);

  const startAgain = async (): Promise<RunningProcess | null> => {
    try {
      return await options.start();
    } catch (err) {
      log.error({ process: name, err }, 'A process could not be started');
      return null;
    }
  };

  const keep = async (): Promise<void> => {
    let quickDeaths = 0;
    let since = Date.now();
    for (;;) {
      if (current !== null) {
        const running: RunningProcess = current;
        const exit = await running.exited;
        current = null;
        if (stopping.signal.aborted) {
          return;
        }
        log.warn({ process: name, pid: running.pid, ...exit }, 'A process died');
        if (options.onDeath?.(running, exit) === false) {
          return;
        }
      }
      quickDeaths = Date.now() - since >= HEALTHY_MS ? 1 : quickDeaths + 1;
      try {
        await delay(restartDelay(quickDeaths), stopping.signal);
      } catch (error) {
        if (!stopping.signal.aborted) {
          throw error;
        }
        return;
      }
      since = Date.now();
      current = await startAgain();
      if (current !== null && !stopping.signal.aborted) {
        options.onStart?.(current);
        log.info({ process: name, pid: current.pid }, 'A process was started again');
      }
      if (stopping.signal.aborted) {
        current?.kill('SIGKILL');
        return;
      }
    }
  };
  const kept = keep();

  return {
    stop: async (graceMs) => {
      stopping.abort();
      if (current !== null && (await endProcess(current, graceMs)) === 'killed') {
        log.warn({ process: name }, 'A process did not end in time and was killed');
      }
      await kept;
    },
  };
}
