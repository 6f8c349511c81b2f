import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLine } from './inspect-process';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process that we watch, be it our child or not. */
export interface RunningProcess {
  pid: number;
  /** Resolves once, when it has ended. */
  exited: Promise<Exit>;
  /** Sending to one that has ended is no error. */
  kill(signal: NodeJS.Signals): void;
}

/** Our own child. Rejects when the program could not be started at all. */
export async function fromChild(child: ChildProcess): Promise<RunningProcess> {
  const exited = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const { pid } = child;
  if (pid === undefined) {
    throw new Error('A process started without an id');
  }
  return { pid, exited, kill: (signal) => void child.kill(signal) };
}

/** A process that another one started; nobody tells us of its end, so it is looked for five times a second. */
export function fromPid(pid: number): RunningProcess {
  const line = commandLine(pid);
  const lives = () => line !== '' && commandLine(pid) === line;
  const watch = async (): Promise<Exit> => {
    while (lives()) {
      await pause(200);
    }
    return { code: null, signal: null };
  };
  return {
    pid,
    exited: watch(),
    kill: (signal) => {
      if (lives()) {
        process.kill(pid, signal);
      }
    },
  };
}

/** Asks a process to end, and ends it with SIGKILL when it has not after `graceMs`. */
export async function endProcess(running: RunningProcess, graceMs: number): Promise<'ended' | 'killed'> {
  running.kill('SIGTERM');
  const late = new AbortController();
  const inTime = await Promise.race([running.exited.then(() => true), pause(graceMs, false, { signal: late.signal })]);
  late.abort();
  if (inTime) {
    return 'ended';
  }
  running.kill('SIGKILL');
  await running.exited;
  return 'killed';
}
