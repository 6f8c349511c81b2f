import { waitUntil } from '../../runtime/wait-until';
import { commandLine } from '../../supervisor/inspect-process';

/** Sends a signal to a process; one that is gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

/** Resolves when no such process runs any more (one that nobody has reaped yet runs no more). */
export function waitGone(pid: number, timeoutMs = 15_000): Promise<void> {
  return waitUntil(() => commandLine(pid) === '', timeoutMs, `Process ${pid} did not end`);
}

/** Ends those of these processes that still have the folder in their command line; an id may be another's by now. */
export async function endAllOf(folder: string, pids: Iterable<number>): Promise<void> {
  for (const pid of pids) {
    if (commandLine(pid).includes(folder)) {
      signal(pid, 'SIGKILL');
      await waitGone(pid);
    }
  }
}
