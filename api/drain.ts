/** Tells what lasts (streams, waits) that the server is stopping. */
export interface Drain {
  readonly stopping: boolean;
  /** Calls `listener` once when the server begins to stop, at once when it already does. Returns how to forget it. */
  onStop(listener: () => void): () => void;
  /** Begins to stop. */
  stop(): void;
}

/** One for each server. */
export function createDrain(): Drain {
  const listeners = new Set<() => void>();
  let stopping = false;
  return {
    get stopping() {
      return stopping;
    },
    onStop(listener) {
      if (stopping) {
        listener();
        return () => undefined;
      }
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop() {
      stopping = true;
      for (const listener of [...listeners]) listener();
      listeners.clear();
    },
  };
}
