import type { ExecutionStatus } from '../entities';
import type { StoredExecution } from './row-store';

/** Executions that go: hidden at once, then removed piece by piece. Part of the execution store and under its rules. */
export interface RetentionStore {
  /**
   * Hides an ended execution from every reader, durably and at once; its bytes go with {@link purge}. One that has not
   * ended, or is a part of one that has not, is left as it is and that one returned; null when it is unknown or was
   * deleted before. The executions that are a part of it go with it, unless they have not ended, or a fork has taken
   * over their steps: those go with the last such fork.
   */
  delete(organizationId: string, executionId: string): Promise<'deleted' | { executionId: string; status: ExecutionStatus } | null>;
  /** The same of a start record that was never listed; any other is left as it is. */
  discardStart(organizationId: string, executionId: string): Promise<void>;
  /**
   * Removes everything that a deleted execution left behind, blobs too, in transactions of bounded size. Interrupted,
   * it leaves the execution in {@link listDeleted}; repeated, it goes on. Of any other execution it removes nothing.
   * Its workflow must have closed: a write that comes later would find no execution.
   */
  purge(organizationId: string, executionId: string): Promise<void>;
  /**
   * Executions that ended before this time (ISO 8601) and are not deleted, in the order of their ends, at most `limit`;
   * but for those that go with another one.
   */
  listEndedBefore(endedBefore: string, limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
  /** Deleted executions of which something is left, at most `limit`. */
  listDeleted(limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
}
