import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '../../contracts/ports/store-errors';
import { createRandom } from '../chaos/random';

/** How often a write goes wrong in which way, each a probability. */
export interface StoreFaults {
  seed: number;
  /** It waits, up to `longestDelayMs`. */
  delay: number;
  longestDelayMs: number;
  /** It is refused, and nothing of it exists. */
  fail: number;
  /** It is written, and its caller is told that it was not: what a lost answer of a store elsewhere looks like. */
  landed: number;
}

/** Methods of our store ports that change nothing. */
const READS = /^(get|read|list(?!Started))/;

/** One line each on stderr, so that a run can tell what it did. */
function toFault(kind: 'refused' | 'landed', method: string): StoreUnavailable {
  process.stderr.write(`chaos: ${kind} ${method}\n`);
  return new StoreUnavailable(`Chaos: ${method} was ${kind}`);
}

/** A store whose writes are late, refused, or done though their caller sees an error. Reads are left alone. */
export function withFaults<T extends object>(store: T, faults: StoreFaults): T {
  const random = createRandom(faults.seed);
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function' || typeof name !== 'string' || READS.test(name)) return method;
      return async (...given: unknown[]) => {
        if (random.chance(faults.delay)) await pause(random.between(0, faults.longestDelayMs));
        if (random.chance(faults.fail)) throw toFault('refused', name);
        const value: unknown = await method.apply(target, given);
        if (random.chance(faults.landed)) throw toFault('landed', name);
        return value;
      };
    },
  });
}
