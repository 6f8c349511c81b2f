import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { WORKER_FLAGS } from '../runtime/worker-flags';
import type { StoreWrites } from './count-store-writes';
import type { BenchWorkerSettings } from './run-bench-worker';

/** A worker in a process of its own. */
export interface BenchWorker {
  pid: number;
  countWrites(): Promise<StoreWrites>;
  stop(): Promise<void>;
}

/** Starts `script` (a file that calls `runBenchWorker`); resolves when it polls. Rejects when it ends before. */
export async function startBenchWorker(script: string, settings: BenchWorkerSettings): Promise<BenchWorker> {
  const child = fork(script, [JSON.stringify(settings)], { execArgv: [...WORKER_FLAGS, '--import', 'tsx'] });
  await nextMessage(child, script);
  if (child.pid === undefined) throw new Error(`${script} did not start`);
  return {
    pid: child.pid,
    async countWrites() {
      const answer = nextMessage(child, script);
      child.send('writes');
      return ((await answer) as { writes: StoreWrites }).writes;
    },
    async stop() {
      // A Ctrl-C reaches it too, so it may have ended before us.
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function nextMessage(child: ChildProcess, script: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${script} ended; what it wrote to stderr says why`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}
