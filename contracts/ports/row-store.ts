import type { Execution, ExecutionStatus, Page } from '../entities';
import type { PageRequest } from './definition-store';

/** What executions are now: their rows, alone and in lists. Part of the execution store and under its rules. */
export interface RowStore {
  get(organizationId: string, executionId: string): Promise<Execution | null>;
  /** Newest first by start; stable under inserts. Without `parentId` those that are no part of another one. */
  list(organizationId: string, filter: ExecutionFilter, page: PageRequest): Promise<Page<Execution> | 'invalidCursor'>;
  /**
   * Notes the request, once, and for all that is a part of the execution now; returns the row as it then is. An ended
   * execution is left as it is.
   */
  requestCancel(organizationId: string, executionId: string): Promise<Execution | null>;
  /**
   * Notes why an execution does not get on, or with null that it does again: then it is what it was before. Writes an
   * event and returns true when that changes something. One that has ended is left as it is.
   */
  setAttention(organizationId: string, executionId: string, problem: { code: string; message: string } | null): Promise<boolean>;
  /** Listed executions that have not ended, oldest first, at most `limit`. */
  listOpen(limit: number, afterExecutionId?: string): Promise<OpenExecution[]>;
  /** Executions in `attention`, at most `limit`. */
  listInAttention(limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
  /** Open executions that were asked to cancel before this time (ISO 8601), newest first, so a part before its whole; at most `limit`. */
  listCancelling(requestedBefore: string, limit: number, afterExecutionId?: string): Promise<CancellingExecution[]>;
}

export interface ExecutionFilter {
  /** Those that `workflow` steps of this execution run. */
  parentId?: string;
  workflowId?: string;
  status?: ExecutionStatus[];
  /** ISO 8601; exclusive. */
  startedAfter?: string;
  startedBefore?: string;
}

export interface StoredExecution {
  organizationId: string;
  executionId: string;
}

export interface CancellingExecution extends StoredExecution {
  /** ISO 8601. */
  cancelRequestedAt: string;
}

export interface OpenExecution extends StoredExecution {
  status: ExecutionStatus;
  /** By somebody, or because the execution that it is a part of has ended without it. */
  cancelRequested: boolean;
}
