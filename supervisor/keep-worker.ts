import type { Logger } from '../contracts/ports/logger';
import { type ChildProgram, startChild } from './child-process';
import type { RunRecord } from './run-record';
import { type Supervised, supervise } from './supervise';

export interface KeepWorkerOptions {
  program: ChildProgram;
  env: Record<string, string | undefined>;
  record: RunRecord;
  /** Frees what the worker of this process id had begun. */
  recover(pid: number): Promise<void>;
  log: Logger;
}

/** Keeps the worker running; while the next one starts, what the dead one had begun is freed for it. */
export function keepWorker({ program, env, record, recover, log }: KeepWorkerOptions): Promise<Supervised> {
  return supervise({
    name: 'worker',
    log,
    start: () => startChild(program, env),
    onStart: ({ pid }) => record.update({ worker: { pid } }),
    onDeath: ({ pid }) => {
      void recover(pid);
      return true;
    },
  });
}
