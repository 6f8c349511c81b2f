import type { ExecutionStore } from '../contracts/ports/execution-store';

/** Transactions by the port's method, with the time until they were durable. */
export type StoreWrites = Record<string, { count: number; milliseconds: number }>;

const WRITES: ReadonlySet<string | symbol> = new Set<keyof ExecutionStore>([
  'putStart',
  'listStarted',
  'requestCancel',
  'beginAttempt',
  'endAttempt',
  'commitCall',
  'commitEvaluation',
  'appendFacts',
  'close',
]);

/** The same store, counting: by the port's rules each of its writes is one transaction. */
export function countStoreWrites(store: ExecutionStore): { store: ExecutionStore; writes: StoreWrites } {
  const writes: StoreWrites = {};
  const counting = new Proxy(store, {
    get(target, method, receiver) {
      const value: unknown = Reflect.get(target, method, receiver);
      if (typeof value !== 'function' || !WRITES.has(method)) return value;
      return async (...given: unknown[]) => {
        const started = performance.now();
        const answer: unknown = await value.apply(target, given);
        const { count, milliseconds } = writes[String(method)] ?? { count: 0, milliseconds: 0 };
        writes[String(method)] = { count: count + 1, milliseconds: milliseconds + performance.now() - started };
        return answer;
      };
    },
  });
  return { store: counting, writes };
}

/** Transactions in all, and the time until each was durable, added up. */
export function totalWrites(writes: StoreWrites): { count: number; milliseconds: number } {
  const total = { count: 0, milliseconds: 0 };
  for (const { count, milliseconds } of Object.values(writes)) {
    total.count += count;
    total.milliseconds += milliseconds;
  }
  return total;
}
