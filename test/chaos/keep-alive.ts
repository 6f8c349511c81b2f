import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../harness/processes';

/** A process that is started again whenever it has ended. */
export interface KeptProcess<T> {
  /** The one that works now; null while it is being started. */
  current(): T | null;
  /** Of the newest one; null before the first. */
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
}

interface Startable {
  pid: number;
  ended: Promise<unknown>;
}

/** Starts it, and again after each end, until it is stopped. A start that fails, for instance while Temporal is away, is repeated. */
export function keepAlive<T extends Startable>(start: () => Promise<T>): KeptProcess<T> {
  let running: T | null = null;
  let stopped = false;

  async function keep(): Promise<void> {
    while (!stopped) {
      running = await start().catch(() => null);
      if (running === null) await pause(100);
      else if (stopped) signal(running.pid, 'SIGKILL');
      await running?.ended;
      running = null;
    }
  }
  const kept = keep();

  return {
    current: () => running,
    signal: (name) => {
      if (running !== null) signal(running.pid, name);
    },
    async stop() {
      stopped = true;
      if (running !== null) signal(running.pid, 'SIGKILL');
      await kept;
    },
  };
}
