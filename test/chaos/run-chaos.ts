import { setTimeout as pause } from 'node:timers/promises';
import { StudioError } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { type ChaosScene, createBareClient, type FaultyProcesses } from './chaos-scene';
import { type Commands, createCommands } from './commands';
import { doFault, type Fault } from './fault';
import { type ChaosOutcome, createOutcome } from './outcome';
import type { Action, ChaosPlan } from './plan';

/** How long everything may take to end once nothing is broken any more. */
const SETTLE_MS = 180_000;

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

async function untilAllEnded({ product }: ChaosScene, before: ReadonlySet<string>, { violations }: ChaosOutcome): Promise<void> {
  let open = '';
  const allEnded = async () => {
    try {
      const found: string[] = [];
      for await (const { id, status } of createBareClient(product.studio.url).executions.list({ status: [...OPEN] })) {
        if (!before.has(id)) found.push(`${id} ${status}`);
      }
      open = found.join(', ');
      return found.length === 0;
    } catch (error) {
      open = String(error);
      return false;
    }
  };
  try {
    await waitUntil(allEnded, SETTLE_MS, 'Some executions did not end', 250);
  } catch (error) {
    violations.push(`${(error as Error).message}: ${open}`);
  }
}
