import type { StoreFaults } from '../fakes/faulty-store';
import { createRandom, type Random } from './random';
import { MISCHIEFS, WORKS } from './works';

/** Processes of the product, and those that we run beside it, whose store fails. */
export const PARTS = ['worker', 'api', 'temporal', 'faultyWorker', 'faultyApi', 'supervisor'] as const;
export type Part = (typeof PARTS)[number];

/** `at`: milliseconds from the beginning; `number`: which execution of the run, from 0. */
export type Action = { at: number } & (
  | { do: 'execute'; number: number; work: string; input: string; through: 'api' | 'faultyApi' }
  | { do: 'watch' | 'cancel' | 'terminate' | 'retry'; number: number }
  /** `which`: at which of its supersteps, a part of 1. */
  | { do: 'fork'; number: number; which: number; edited: boolean }
  /** Paused, and resumed so long after that was accepted. */
  | { do: 'pause'; number: number; milliseconds: number }
  | { do: 'kill' | 'stop'; part: Part }
  | { do: 'freeze'; part: Part; milliseconds: number }
  /** Connections of watchers, and of the faulty worker to Temporal, are dropped and refused. */
  | { do: 'cut'; milliseconds: number }
);

/** All that is to happen in a run. The same seed and size give the same plan; a plan alone replays a run. */
export interface ChaosPlan {
  seed: number;
  size: ChaosSize;
  storeFaults: Omit<StoreFaults, 'seed'>;
  actions: Action[];
}

export interface ChaosSize {
  executions: number;
  /** Over so long they are started. */
  milliseconds: number;
  /** Between two faults, least and most. */
  faultEvery: [number, number];
}

export function createPlan(seed: number, size: ChaosSize): ChaosPlan {
  const random = createRandom(seed);
  const executions = Array.from({ length: size.executions }, (_, number) => toExecutionActions(random, size, number)).flat();
  const actions = [...executions, ...toFaults(random, size)].sort((one, other) => one.at - other.at);
  return { seed, size, storeFaults: { delay: 0.1, longestDelayMs: 200, fail: 0.03, landed: 0.03 }, actions };
}

function toExecutionActions(random: Random, { milliseconds }: ChaosSize, number: number): Action[] {
  const at = random.between(0, milliseconds);
  const words = MISCHIEFS.filter(() => random.chance(0.1));
  if (random.chance(0.15)) words.push('#slow');
  const input = ['go', ...words, number].join(' ');
  const through = random.chance(0.5) ? 'api' : 'faultyApi';
  const actions: Action[] = [{ at, do: 'execute', number, work: random.pick(WORKS).name, input, through }];
  if (random.chance(0.2)) actions.push({ at: at + 50, do: 'watch', number });
  const kind = random.next();
  const later = at + random.between(200, 4_000);
  if (kind < 0.08) actions.push({ at: later, do: 'cancel', number });
  else if (kind < 0.1) actions.push({ at: later, do: 'terminate', number });
  else if (kind < 0.2) actions.push({ at: later, do: 'fork', number, which: random.next(), edited: random.chance(0.5) });
  // Of one that completes it is refused.
  if (random.chance(0.2)) actions.push({ at: later + 1_000, do: 'retry', number });
  if (random.chance(0.15)) {
    actions.push({ at: at + random.between(50, 2_000), do: 'pause', number, milliseconds: random.between(300, 3_000) });
  }
  return actions;
}

function toFaults(random: Random, { milliseconds, faultEvery: [least, most] }: ChaosSize): Action[] {
  const actions: Action[] = [];
  for (let at = random.between(least / 2, least); at < milliseconds; at += random.between(least, most)) actions.push(toFault(random, at));
  return actions;
}

function toFault(random: Random, at: number): Action {
  const part = random.pick(['worker', 'worker', 'faultyWorker', 'api', 'faultyApi', 'temporal', 'supervisor'] as const);
  const kind = random.next();
  if (kind < 0.15) return { at, do: 'stop', part };
  if (kind < 0.65 || part === 'supervisor') return { at, do: 'kill', part };
  const lasting = random.between(500, 4_000);
  return kind < 0.85 ? { at, do: 'freeze', part, milliseconds: lasting } : { at, do: 'cut', milliseconds: lasting };
}
