import { spawn } from 'node:child_process';
import type { ReadyReport } from '../runtime/supervised';
import { fromChild, type RunningProcess } from './running-process';

/** A Node program of ours that runs as a child. */
export interface ChildProgram {
  /** Node's arguments up to and with the program's file. */
  args: string[];
  /** Absolute path of the data folder; in the command line too, so that people and we can tell whose child it is. */
  dataFolder: string;
}

/**
 * Starts a child that ends with us: it watches the ipc channel (`exitWithSupervisor`). It is a session of its own, so
 * that a Ctrl-C in the terminal reaches only us and the children are ended in order.
 */
export async function startChild(
  program: ChildProgram,
  env: Record<string, string | undefined>,
  onReady: (report: ReadyReport) => void = () => {},
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [...program.args, program.dataFolder], {
    env: env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('message', (message) => {
    if (isReadyReport(message)) {
      onReady(message);
    }
  });
  return fromChild(child);
}

function isReadyReport(message: unknown): message is ReadyReport {
  return typeof message === 'object' && message !== null && (message as { type?: unknown }).type === 'ready';
}
