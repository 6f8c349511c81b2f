import { setTimeout as pause } from 'node:timers/promises';
import { type FeedEvent, hasEnded, StudioError } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { type ChaosScene, createBareClient } from './chaos-scene';
import { doFault, type Fault } from './fault';
import { persist } from './persist';
import type { Action, ChaosPlan } from './plan';
import { WORKS } from './works';

/** What a run has promised and done, for the checker. */
export interface ChaosOutcome {
  /** Executions that were accepted, by their number. */
  started: Map<number, Started>;
  /** Forks and retries that were accepted. */
  derived: string[];
  /** Executions that somebody asked to end otherwise. */
  disturbed: Set<string>;
  /** Of these, those whose Temporal workflow was terminated, be it after their end was written. */
  terminated: Set<string>;
  /** What watchers saw, by execution. */
  watched: { executionId: string; events: FeedEvent[] }[];
  /** Faults that took place, by what they did. */
  faults: Record<string, number>;
  storeFaults: { refused: number; landed: number };
  /** What must not happen and did, while it ran. */
  violations: string[];
}

export interface Started {
  executionId: string;
  workflowId: string;
  work: string;
  input: string;
  key: string;
}

/** How long everything may take to end once nothing is broken any more. */
const SETTLE_MS = 180_000;

/** Carries the plan out, then lets everything end in peace. `tell` gets a line an action. */
export async function runChaos(scene: ChaosScene, plan: ChaosPlan, tell: (line: string) => void): Promise<ChaosOutcome> {
  const faulty = await scene.startFaulty(plan);
  const outcome: ChaosOutcome = {
    started: new Map(),
    derived: [],
    disturbed: new Set(),
    terminated: new Set(),
    watched: [],
    faults: {},
    storeFaults: { refused: 0, landed: 0 },
    violations: [],
  };
  const starts = new Map<number, Promise<string>>();
  const began = performance.now();
  const under: Promise<void>[] = [];
  const watching: Promise<void>[] = [];
  let fault: Promise<void> = Promise.resolve();

  for (const action of plan.actions) {
    await pause(Math.max(0, action.at - (performance.now() - began)));
    if (action.do === 'kill' || action.do === 'freeze' || action.do === 'cut') {
      // One after the other: a supervisor must be back before something else of it is broken.
      fault = fault.then(() => carryOut(action, () => breakSomething(action)));
      under.push(fault);
    } else if (action.do === 'watch') {
      watching.push(carryOut(action, () => watch(action.number)));
    } else {
      under.push(carryOut(action, () => command(action)));
    }
  }
  await Promise.all(under);
  outcome.storeFaults = faulty.countStoreFaults();
  await faulty.worker.stop();
  await faulty.api.stop();
  await untilAllEnded(scene, outcome);
  await Promise.all(watching);
  await faulty.stop();
  return outcome;

  async function carryOut(action: Action, work: () => Promise<string>): Promise<void> {
    const { at, ...what } = action;
    try {
      tell(`${at} ms ${JSON.stringify(what)}: ${await work()}`);
    } catch (error) {
      const text = `${JSON.stringify(what)} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      outcome.violations.push(text);
      tell(text);
    }
  }

  async function breakSomething(action: Fault): Promise<string> {
    const result = await doFault(scene, faulty, action);
    const name = action.do === 'cut' ? 'cut' : `${action.do} ${action.part}`;
    if (result === 'done') outcome.faults[name] = (outcome.faults[name] ?? 0) + 1;
    return result;
  }

  /** Any API that is there will do: a key means the same to all. */
  function client(through: 'api' | 'faultyApi' = 'api') {
    const url = through === 'faultyApi' ? faulty.api.current()?.url : undefined;
    return createBareClient(url ?? scene.product.studio.url);
  }

  async function command(action: Exclude<Action, Fault | { do: 'watch' }>): Promise<string> {
    const { number } = action;
    const key = `chaos-${plan.seed}-${process.pid}-${action.do}-${number}`;
    if (action.do === 'execute') {
      const { work, input, through } = action;
      const workflowId = scene.workflows[work] ?? '';
      const accepted = persist(() => client(through).workflows.execute(workflowId, input, { idempotencyKey: key }));
      starts.set(
        number,
        accepted.then(({ executionId }) => executionId),
      );
      const { executionId } = await accepted;
      outcome.started.set(number, { executionId, workflowId, work, input, key });
      const { push } = WORKS.find(({ name }) => name === work) ?? {};
      if (push !== undefined) await orRefusal(() => persist(() => push(client(through), executionId, key)).then(() => 'sent'));
      return executionId;
    }
    const executionId = await starts.get(number);
    if (executionId === undefined) return 'never started';
    const options = { idempotencyKey: key };
    if (action.do === 'terminate') {
      outcome.disturbed.add(executionId);
      outcome.terminated.add(executionId);
      return terminate(executionId);
    }
    if (action.do === 'cancel') {
      outcome.disturbed.add(executionId);
      return orRefusal(() => persist(() => client('faultyApi').executions.cancel(executionId, options)).then(({ status }) => status));
    }
    const derive = () =>
      action.do === 'fork' ? client().executions.fork(executionId, 1, options) : client('faultyApi').executions.retry(executionId, options);
    if (action.do === 'fork') await untilForkable(executionId);
    return orRefusal(async () => {
      const { id } = await persist(derive);
      outcome.derived.push(id);
      return id;
    });
  }

  /** It has closed a superstep, or has ended without one. */
  async function untilForkable(executionId: string): Promise<void> {
    const isForkable = async () => {
      const { items } = await persist(() => client().executions.checkpoints(executionId, { limit: 1 }));
      return items.length > 0 || hasEnded((await persist(() => client().executions.get(executionId))).status);
    };
    await waitUntil(isForkable, SETTLE_MS, `${executionId} closed no superstep`, 200);
  }

  async function terminate(executionId: string): Promise<string> {
    try {
      await scene.product.temporal.client.workflow.getHandle(executionId).terminate('chaos');
      return 'terminated';
    } catch (error) {
      // It has closed, or the server is away: both are as good as any other moment.
      return String(error);
    }
  }

  async function watch(number: number): Promise<string> {
    const executionId = await starts.get(number);
    if (executionId === undefined) return 'never started';
    const events: FeedEvent[] = [];
    const viewer = createBareClient(`http://${faulty.relays.api.address}`);
    for await (const event of viewer.executions.watchEvents(executionId)) events.push(event);
    outcome.watched.push({ executionId, events });
    return `${events.length} events`;
  }
}

/** What the API refused is told, and no failure. */
async function orRefusal(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StudioError && error.status >= 400 && error.status < 500) return error.code;
    throw error;
  }
}

const OPEN = ['queued', 'running', 'waiting', 'paused', 'attention'] as const;

async function untilAllEnded({ product }: ChaosScene, outcome: ChaosOutcome): Promise<void> {
  let open = '';
  const allEnded = async () => {
    try {
      const { items } = await createBareClient(product.studio.url).executions.list({ status: [...OPEN] });
      open = items.map(({ id, status }) => `${id} ${status}`).join(', ');
      return items.length === 0;
    } catch (error) {
      open = String(error);
      return false;
    }
  };
  try {
    await waitUntil(allEnded, SETTLE_MS, 'Some executions did not end', 250);
  } catch (error) {
    outcome.violations.push(`${(error as Error).message}: ${open}`);
  }
}
