import { setTimeout as pause } from 'node:timers/promises';
import { StudioError } from '../../client';
import { type ChaosScene, createBareClient, type FaultyProcesses } from './chaos-scene';
import { type Commands, createCommands } from './commands';
import { doFault, type Fault } from './fault';
import { type ChaosOutcome, createOutcome } from './outcome';
import type { Action, ChaosPlan } from './plan';

/** Once nothing is broken any more executions may take as long as they need, but not stand still for so long. */
const STILL_MS = 120_000;
const LOOK_MS = 1_000;

/**
 * Carries the plan out, then lets everything end in peace, but for the executions that were there `before`. `tell` gets
 * a line an action.
 */
export async function runChaos(
  scene: ChaosScene,
  plan: ChaosPlan,
  before: ReadonlySet<string>,
  tell: (line: string) => void,
): Promise<ChaosOutcome> {
  const faulty = await scene.startFaulty(plan);
  const outcome = createOutcome();
  const commands = createCommands(scene, faulty, plan, outcome);
  const began = performance.now();
  const under: Promise<void>[] = [];
  const watching: Promise<void>[] = [];
  let fault: Promise<void> = Promise.resolve();

  for (const action of plan.actions) {
    await pause(Math.max(0, action.at - (performance.now() - began)));
    if (isFault(action)) {
      // One after the other: a supervisor must be back before something else of it is broken.
      fault = fault.then(() => carryOut(action, () => breakSomething(scene, faulty, action, outcome)));
      under.push(fault);
    } else {
      (action.do === 'watch' ? watching : under).push(carryOut(action, () => obey(commands, action)));
    }
  }
  await Promise.all(under);
  outcome.storeFaults = faulty.countStoreFaults();
  await faulty.worker.stop();
  await faulty.api.stop();
  await untilAllEnded(scene, before, outcome);
  await Promise.all(watching);
  await faulty.stop();
  return outcome;

  async function carryOut(action: Action, work: () => Promise<string>): Promise<void> {
    const { at, ...what } = action;
    try {
      tell(`${at} ms ${JSON.stringify(what)}: ${await work()}`);
    } catch (error) {
      const refused = error instanceof StudioError ? ` ${error.code} ${JSON.stringify(error.errors)}` : '';
      const text = `${JSON.stringify(what)} failed:${refused} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      outcome.violations.push(text);
      tell(text);
    }
  }
}

function obey(commands: Commands, action: Exclude<Action, Fault>): Promise<string> {
  switch (action.do) {
    case 'execute':
      return commands.execute(action);
    case 'fork':
      return commands.fork(action);
    case 'pause':
      return commands.pause(action);
    default:
      return commands[action.do](action.number);
  }
}

function isFault(action: Action): action is Fault {
  return ['kill', 'stop', 'freeze', 'cut'].includes(action.do);
}

async function breakSomething(scene: ChaosScene, faulty: FaultyProcesses, fault: Fault, { faults }: ChaosOutcome): Promise<string> {
  const result = await doFault(scene, faulty, fault);
  const name = fault.do === 'cut' ? 'cut' : `${fault.do} ${fault.part}`;
  if (result === 'done') faults[name] = (faults[name] ?? 0) + 1;
  return result;
}

const OPEN = ['queued', 'running', 'waiting', 'paused', 'attention'] as const;

/** A run on a machine that others use too takes its time; what must not be is that nothing happens. */
async function untilAllEnded({ product }: ChaosScene, before: ReadonlySet<string>, { violations }: ChaosOutcome): Promise<void> {
  let open = '';
  let since = performance.now();
  for (;;) {
    const now = await readOpen(product.studio.url, before);
    if (now === '') return;
    if (now !== open) [open, since] = [now, performance.now()];
    if (performance.now() - since > STILL_MS) {
      violations.push(`Some executions do not get on: ${open}`);
      return;
    }
    await pause(LOOK_MS);
  }
}

/** How far those have come that have not ended; empty when all have. */
async function readOpen(url: string, before: ReadonlySet<string>): Promise<string> {
  try {
    const found: string[] = [];
    for await (const { id, status, usage } of createBareClient(url).executions.list({ status: [...OPEN], limit: 200 })) {
      if (!before.has(id)) found.push(`${id} ${status} ${usage.calls + usage.wastedCalls}`);
    }
    return found.join(', ');
  } catch (error) {
    return String(error);
  }
}
