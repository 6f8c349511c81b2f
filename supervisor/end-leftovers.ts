import type { Logger } from '../contracts/ports/logger';
import type { RunFile } from '../contracts/run-file';
import { commandLine } from './inspect-process';
import { fromPid } from './running-process';

/**
 * Ends worker and API of an earlier supervisor that still live: they notice by themselves that it is gone, unless
 * they are stopped or stuck. Only processes whose command line ends with this data folder are touched.
 */
export async function endLeftovers(before: RunFile | null, dataFolder: string, log: Logger): Promise<void> {
  const pids = [before?.worker?.pid, before?.api?.pid].filter((pid) => pid !== undefined);
  await Promise.all(
    pids
      .filter((pid) => commandLine(pid).endsWith(` ${dataFolder}`))
      .map(async (pid) => {
        const running = fromPid(pid);
        running.kill('SIGKILL');
        await running.exited;
        log.info({ pid }, 'A process of an earlier start was ended');
      }),
  );
}
