import type { AgentDelta } from '../../contracts/events';
import type { LiveLine } from './live-line';
import { createTextsInFlight, toKey } from './texts-in-flight';

/** What all workers together are writing, as an API process sees it. */
export interface LiveTexts<Worker> {
  /** Takes in a worker's line; returns the piece of text that is new, or null. */
  take(worker: Worker, line: LiveLine): AgentDelta | null;
  /** The worker's connection is gone, and with it the calls that it was the last to write. */
  leave(worker: Worker): void;
  all(): AgentDelta[];
}

export function createLiveTexts<Worker extends object>(): LiveTexts<Worker> {
  const texts = createTextsInFlight();
  /** Who wrote a call last; another worker with a higher attempt takes it over. */
  const writers = new Map<string, Worker>();
  /** The calls of the snapshot that a worker is sending. */
  const snapshots = new Map<Worker, Set<string>>();

  const endCallsOf = (worker: Worker, spared?: Set<string>) => {
    for (const call of texts.all()) {
      const key = toKey(call);
      if (writers.get(key) !== worker || spared?.has(key)) continue;
      texts.end(call);
      writers.delete(key);
    }
  };

  return {
    take(worker, line) {
      switch (line.type) {
        case 'delta': {
          const key = toKey(line.delta);
          const fresh = texts.add(line.delta);
          if (texts.has(line.delta)) {
            writers.set(key, worker);
            snapshots.get(worker)?.add(key);
          }
          return fresh;
        }
        case 'ended':
          if (texts.end(line.call)) writers.delete(toKey(line.call));
          return null;
        case 'snapshot':
          snapshots.set(worker, new Set());
          return null;
        case 'snapshotEnd':
          endCallsOf(worker, snapshots.get(worker));
          snapshots.delete(worker);
          return null;
        case 'committed':
          return null;
      }
    },
    leave(worker) {
      snapshots.delete(worker);
      endCallsOf(worker);
    },
    all: texts.all,
  };
}
