import type { Execution } from '../entities';
import type { StartRecord } from '../plan';
import type { OpenExecution } from './row-store';

/** Start records: what an execution is to do, before anything of it is listed. Part of the execution store and under its rules. */
export interface StartStore {
  /** Put-if-absent; returns the record that stands. Nothing is listed yet. */
  putStart(record: StartRecord): Promise<StartRecord>;
  getStart(organizationId: string, executionId: string): Promise<StartRecord | null>;
  /** Lists the execution (status `queued`) once its Temporal workflow exists; any activity's write does the same. */
  listStarted(organizationId: string, executionId: string): Promise<Execution | null>;
  /**
   * Start records older than `olderThanMs` that were never listed, oldest first, at most `limit`; but for those whose
   * parent has not ended and starts them yet.
   */
  listUnlisted(olderThanMs: number, limit: number, afterExecutionId?: string): Promise<OpenExecution[]>;
}
