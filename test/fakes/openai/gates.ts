import type { Journal } from './journal';

export interface Gates {
  /** Waits until the gate is released or the client has gone. */
  pass(gate: string, gone: AbortSignal): Promise<void>;
  /** Opens a gate for good: whoever waits goes on, whoever comes later passes. */
  release(gate: string): void;
  releaseAll(): void;
}

export function createGates(journal: Journal): Gates {
  const open = new Set<string>();
  const waiting = new Map<string, Set<() => void>>();
  const release = (gate: string) => {
    open.add(gate);
    for (const goOn of waiting.get(gate) ?? []) goOn();
  };
  return {
    release,
    releaseAll: () => [...waiting.keys()].forEach(release),
    async pass(gate, gone) {
      if (open.has(gate) || gone.aborted) return;
      journal.held(gate, 1);
      const queue = waiting.get(gate) ?? new Set();
      waiting.set(gate, queue);
      await new Promise<void>((resolve) => {
        const goOn = () => {
          queue.delete(goOn);
          resolve();
        };
        queue.add(goOn);
        gone.addEventListener('abort', goOn, { once: true });
      });
      journal.held(gate, -1);
    },
  };
}
