import { setTimeout as pause } from 'node:timers/promises';
import { StudioError } from '../../client';
import { type ChaosScene, createBareClient, type FaultyProcesses } from './chaos-scene';
import { type Commands, createCommands } from './commands';
import { doFault, type Fault } from './fault';
import { type ChaosOutcome, createOutcome } from './outcome';
import type { Action, ChaosPlan } from './plan';
import { untilSettled } from './until-settled';

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
  const gaveUp = new AbortController();
  const commands = createCommands(scene, faulty, plan, outcome, gaveUp.signal);
  /** What has begun and not ended, in words. */
  const busy = new Set<string>();
  const viewers = new Set<string>();
  const began = performance.now();
  const under: Promise<void>[] = [];
  const watching: Promise<void>[] = [];
  let fault: Promise<void> = Promise.resolve();

  for (const action of plan.actions) {
    await pause(Math.max(0, action.at - (performance.now() - began)));
    if (isFault(action)) {
      // One after the other: a supervisor must be back before something else of it is broken.
      fault = fault.then(() => carryOut(action, () => breakSomething(scene, faulty, action, outcome), busy));
      under.push(fault);
    } else {
      const [list, names] = action.do === 'watch' ? [watching, viewers] : [under, busy];
      list.push(carryOut(action, () => obey(commands, action), names));
    }
  }
  const url = () => scene.product.studio.url;
  await settle(async () => (busy.size === 0 ? '' : [await readOpen(url(), before), ...busy].join(', ')));
  await Promise.all(under);
  outcome.storeFaults = faulty.countStoreFaults();
  await faulty.worker.stop();
  await faulty.api.stop();
  await settle(() => readOpen(url(), before));
  await settle(() => [...viewers].join(', '));
  await Promise.all(watching);
  await faulty.stop();
  return outcome;

  /** What stands still breaks the run; whoever still waits for it is sent home. */
  async function settle(look: () => string | Promise<string>): Promise<void> {
    if (gaveUp.signal.aborted) return;
    const left = await untilSettled(look);
    if (left === null) return;
    outcome.violations.push(`Nothing gets on any more: ${left}`);
    gaveUp.abort(new Error('The run has given up'));
  }

  async function carryOut(action: Action, work: () => Promise<string>, names: Set<string>): Promise<void> {
    const { at, ...what } = action;
    const name = `${at} ms ${JSON.stringify(what)}`;
    names.add(name);
    try {
      tell(`${name}: ${await work()}`);
    } catch (error) {
      if (gaveUp.signal.aborted) return tell(`${name}: ${String(error)}`);
      const refused = error instanceof StudioError ? ` ${error.code} ${JSON.stringify(error.errors)}` : '';
      const text = `${JSON.stringify(what)} failed:${refused} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      outcome.violations.push(text);
      tell(text);
    } finally {
      names.delete(name);
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
