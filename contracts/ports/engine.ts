import type { Letter } from '../letters';
import type { ChildEnded, PlanStep, TapePage } from '../plan';
import type { StoredExecution } from './row-store';

/**
 * Temporal, as the API and the sweeper use it. Every call has a deadline of 5 s; when the server does not answer it
 * throws {@link EngineUnavailable}. The Temporal workflow id is the execution id.
 */
export interface Engine {
  /**
   * Starts the Temporal workflow whose type is the root's. One that exists under this id, running or ended, is taken
   * as started: nothing is started twice.
   */
  start(request: StartWorkflow): Promise<void>;
  /** Asks the workflow to cancel; `ended` when it has closed, `missing` when Temporal does not know it. */
  cancel(executionId: string): Promise<'requested' | 'ended' | 'missing'>;
  /** Ends the workflow at once, whatever it does; one that has closed or is unknown needs none. `reason` is for people. */
  terminate(executionId: string, reason: string): Promise<void>;
  /**
   * Hands letters to the workflow, in one signal; a repeat is harmless. `ended` when it has closed, `missing` when
   * Temporal does not know it.
   */
  deliver(executionId: string, letters: Letter[]): Promise<'delivered' | 'ended' | 'missing'>;
  /** Tells a parent to look how an execution that it runs has ended. One that has closed or is unknown needs no telling. */
  tellChildEnded(parentId: string, ended: ChildEnded): Promise<void>;
  /** Null when Temporal says that it does not know the workflow. */
  describe(executionId: string): Promise<EngineExecution | null>;
  /**
   * Executions that Temporal says do not get on, for their workflow tasks keep failing; at most `limit`. None on a
   * server that does not keep count of it: there only {@link describe} tells.
   */
  listStuck(limit: number): Promise<StoredExecution[]>;
  /** Whether the server answers now. */
  isReachable(): Promise<boolean>;
}

export interface StartWorkflow {
  executionId: string;
  organizationId: string;
  workflowId: string | null;
  /** Becomes the execution's static summary in Temporal UI. */
  name: string;
  root: PlanStep;
  /** The execution ends as `budget_exhausted` when it takes longer. */
  timeBudgetMs?: number;
  /** Of a fork: paths of steps whose input is another than the tree says. */
  inputs?: string[];
  /** Of a fork: what is done already; pages that are many are read by the workflow itself. */
  tape?: TapePage[];
}

export interface EngineExecution {
  status: 'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timedOut' | 'continuedAsNew';
  /** ISO 8601; absent while running. */
  closedAt?: string;
  /** Why it does not get on, though it is not its turn to wait. Absent of one that does. */
  problem?: EngineProblem;
}

/** `code` is stable, the message too while the problem is the same. */
export interface EngineProblem {
  code: 'workflow_task_failed' | 'activity_failed' | 'no_worker';
  message: string;
}

/** The Temporal server did not answer in time or refused the connection. */
export class EngineUnavailable extends Error {
  constructor(options?: { cause?: unknown }) {
    super('The Temporal server is not reachable', options);
    this.name = 'EngineUnavailable';
  }
}
