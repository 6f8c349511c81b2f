import type { Edit, FeedEvent } from '../../client';
import { type Accepted, createAccepted } from './accepted';

/** What a run has promised and done, for the checker. */
export interface ChaosOutcome {
  /** Executions that were accepted, by their number. */
  started: Map<number, Started>;
  /** Forks and retries that were accepted. */
  derived: Derived[];
  /** What people have sent to executions. */
  accepted: Accepted;
  /** Executions that were paused, and resumed later. */
  paused: Set<string>;
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

export interface Derived {
  executionId: string;
  source: string;
  work: string;
  kind: 'fork' | 'retry';
  edits: Edit[];
}

export function createOutcome(): ChaosOutcome {
  return {
    started: new Map(),
    derived: [],
    accepted: createAccepted(),
    paused: new Set(),
    disturbed: new Set(),
    terminated: new Set(),
    watched: [],
    faults: {},
    storeFaults: { refused: 0, landed: 0 },
    violations: [],
  };
}
