import type { AgentDelta, LiveCall } from '../../contracts/events';
import type { LiveListener, LiveSubscriber } from '../../contracts/ports/live-channel';

interface FakeLive extends LiveSubscriber {
  /** What `snapshot` returns, by execution. */
  readonly calls: Map<string, LiveCall[]>;
  committed(executionId: string): void;
  delta(delta: AgentDelta): void;
  listeners: number;
}

/** A live channel whose publications the test makes. */
export function createFakeLive(): FakeLive {
  const listeners = new Set<LiveListener>();
  const calls = new Map<string, LiveCall[]>();
  return {
    calls,
    snapshot: (executionId) => calls.get(executionId) ?? [],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    committed: (executionId) => {
      for (const listener of listeners) listener.committed(executionId);
    },
    delta: (delta) => {
      for (const listener of listeners) listener.delta(delta);
    },
    get listeners() {
      return listeners.size;
    },
    close: async () => listeners.clear(),
  };
}
