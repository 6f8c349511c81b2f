import type { FeedEvent } from '../../client';

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
  /** Writes of the faulty stores. */
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

export function createOutcome(): ChaosOutcome {
  return {
    started: new Map(),
    derived: [],
    disturbed: new Set(),
    terminated: new Set(),
    watched: [],
    faults: {},
    storeFaults: { refused: 0, landed: 0 },
    violations: [],
  };
}
