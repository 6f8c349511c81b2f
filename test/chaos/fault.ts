import { setTimeout as pause } from 'node:timers/promises';
import { signal, waitGone } from '../harness/processes';
import type { ChaosScene, FaultyProcesses } from './chaos-scene';
import type { Action, Part } from './plan';

/** A process was killed, stopped, frozen or cut off; or was not there, for the last fault was not over. */
export type FaultResult = 'done' | 'not there';

export type Fault = Extract<Action, { do: 'kill' | 'stop' | 'freeze' | 'cut' }>;

/** A process that is stopped ends what it is doing, for up to 10 s on a machine that has time. */
const LONGEST_END_MS = 60_000;

/** Does it, and undoes what does not end by itself. Resolves when a killed supervisor has been followed by another. */
export async function doFault({ product }: ChaosScene, faulty: FaultyProcesses, fault: Fault): Promise<FaultResult> {
  if (fault.do === 'cut') {
    const relays = Object.values(faulty.relays);
    for (const relay of relays) relay.cut();
    await pause(fault.milliseconds);
    for (const relay of relays) relay.mend();
    return 'done';
  }
  const pid = findPid(product, faulty, fault.part);
  if (pid === null) return 'not there';
  if (fault.do === 'freeze') {
    signal(pid, 'SIGSTOP');
    await pause(fault.milliseconds);
    signal(pid, 'SIGCONT');
    return 'done';
  }
  signal(pid, fault.do === 'stop' ? 'SIGTERM' : 'SIGKILL');
  await waitGone(pid, LONGEST_END_MS);
  if (fault.part === 'supervisor') await product.startAgain();
  return 'done';
}

function findPid({ studio }: ChaosScene['product'], faulty: FaultyProcesses, part: Part): number | null {
  if (part === 'faultyWorker') return faulty.worker.current()?.pid ?? null;
  if (part === 'faultyApi') return faulty.api.current()?.pid ?? null;
  return studio.pidOf(part);
}
