export interface Conditions<T> {
  /** Looks at every waiting predicate; call it after each change. */
  check(): void;
  /** Resolves at once or after a change; rejects after `timeoutMs` with the state as it was then. */
  waitFor(predicate: (state: T) => boolean, timeoutMs?: number): Promise<T>;
}

/** Waiting for a state instead of for a time. */
export function createConditions<T>(read: () => T): Conditions<T> {
  const waiting = new Set<() => void>();
  return {
    check() {
      for (const look of waiting) look();
    },
    waitFor(predicate, timeoutMs = 20_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`The condition was not met within ${timeoutMs} ms; the state is ${JSON.stringify(read())}`));
        }, timeoutMs);
        const look = () => {
          const state = read();
          if (!predicate(state)) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(state);
        };
        waiting.add(look);
        look();
      });
    },
  };
}
