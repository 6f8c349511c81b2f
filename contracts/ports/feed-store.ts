import type { Checkpoint, Page } from '../entities';
import type { FeedEvent } from '../events';
import type { Ending, Fact } from '../plan';
import type { PageRequest } from './definition-store';

/** The feed of each execution, from its first fact to its terminal event. Part of the execution store and under its rules. */
export interface FeedStore {
  /** Writes facts, each once by type and step path. */
  appendFacts(organizationId: string, executionId: string, facts: Fact[]): Promise<void>;
  /**
   * Writes facts and the terminal event, put-if-absent; open attempts are marked `lost`. Returns the ending that
   * stands: when there was one already, neither facts nor `ending` are written.
   */
  close(organizationId: string, executionId: string, facts: Fact[], ending: Ending): Promise<Ending>;
  /**
   * Events with a higher `seq`, ascending; texts cut as the contract says. With `callId` those that tell of this call
   * alone, its answer among them. Null when the execution is unknown.
   */
  readEvents(organizationId: string, executionId: string, after: number, limit: number, callId?: string): Promise<FeedPage | null>;
  /**
   * Ascending; without `agents`, which the plan knows. With `superstep` that one alone; with `stepPath` the one that
   * this step or turn has closed, else the last one closed inside it.
   */
  listCheckpoints(
    organizationId: string,
    executionId: string,
    page: PageRequest & ({ superstep?: number; stepPath?: undefined } | { superstep?: undefined; stepPath: string }),
  ): Promise<Page<StoredCheckpoint> | 'invalidCursor'>;
}

export interface FeedPage {
  items: FeedEvent[];
  /** The highest `seq` there is, not only of this page. */
  lastSeq: number;
  /** The terminal event is written. */
  ended: boolean;
}

export type StoredCheckpoint = Omit<Checkpoint, 'editable'> & { editable: Omit<Checkpoint['editable'], 'agents'> };
