/** A queue that one reader iterates while writers push; it ends, or fails, after what was pushed before. */
export interface Queue<T> extends AsyncIterable<T> {
  push(item: T): void;
  /** Ends the iteration; with `error` it throws that instead. Later pushes are dropped. */
  end(error?: unknown): void;
}

/** Makes a queue; `merge` may fold a pushed item into the last waiting one, so that a slow reader costs little. */
export function createQueue<T>(merge: (last: T, next: T) => T | null = () => null): Queue<T> {
  const waiting: T[] = [];
  let ended: { error?: unknown } | null = null;
  let wake: (() => void) | null = null;

  const notify = () => {
    wake?.();
    wake = null;
  };

  return {
    push(item) {
      if (ended !== null) return;
      const last = waiting.at(-1);
      const merged = last === undefined ? null : merge(last, item);
      if (merged === null) waiting.push(item);
      else waiting[waiting.length - 1] = merged;
      notify();
    },
    end(error) {
      ended ??= { error };
      notify();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        // Taken all at once: shifting one by one from a long backlog would be quadratic.
        for (const item of waiting.splice(0)) yield item;
        if (waiting.length > 0) continue;
        if (ended !== null) {
          if (ended.error !== undefined) throw ended.error;
          return;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
