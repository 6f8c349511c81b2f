import type { FirstDifference, StepComparison } from '../comparison';
import type { ExecutionError, Page, StepSummary } from '../entities';
import type { PageRequest } from './definition-store';

/** What became of each step, as the feed tells it. Part of the execution store and under its rules. */
export interface StepStore {
  /** Whether the step at this path has begun. */
  hasStarted(organizationId: string, executionId: string, stepPath: string): Promise<boolean>;
  /** Whether what completed in the step at this path has been undone, or begun to be. */
  hasBeenUndone(organizationId: string, executionId: string, stepPath: string): Promise<boolean>;
  /** Paths of the steps of this type that have begun and not ended, in the order of their beginnings, at most 100. */
  listOpenSteps(organizationId: string, executionId: string, stepType: string): Promise<string[]>;
  /** Completed steps, the newest first, at most `limit`; only those that completed before that `seq`. */
  listCompletedSteps(organizationId: string, executionId: string, range: { before?: number; limit: number }): Promise<CompletedStep[]>;
  /** How the steps at these paths ended, in their order; null for one that has not. */
  getStepOutcomes(organizationId: string, executionId: string, stepPaths: string[]): Promise<(StepOutcome | null)[]>;
  /**
   * The steps directly inside `parent` (absent: the root) that have begun, in the order in which they did; repetitions
   * of one id are one summary, or with `repetitionsOf` one each, `limit` of them after number `after`. Turns of a chat
   * are steps of the type `turn`, the one under way among them (with `all` those that are over).
   * With `all` every step of the execution, its repetitions counted together wherever they are; with `open` those that
   * have begun and not ended, with what they wait for, at most `limit`. Null when the execution is unknown. Reads no
   * texts, however many steps there are, and when asked again only what is new.
   */
  summarizeSteps(organizationId: string, executionId: string, range: StepRange): Promise<StepSummary[] | null>;
  /** Steps and turns of two executions side by side, in the order of the first; nothing when one of them is unknown. */
  compareSteps(organizationId: string, executionIds: [string, string], page: PageRequest): Promise<Page<StepComparison> | 'invalidCursor'>;
  /** Where they first differ, in a step before what is around it; null when nowhere. Looks at all steps until then. */
  findFirstDifference(organizationId: string, executionIds: [string, string]): Promise<FirstDifference | null>;
}

/** How a step ended; `output` is the call that holds a completed one's text and data. */
export type StepOutcome = { status: 'completed'; output?: string } | { status: 'failed'; error: ExecutionError } | { status: 'cancelled' };

/** A step that completed; `seq` is that of the event, `output` the call that holds its text and data. */
export interface CompletedStep {
  seq: number;
  stepPath: string;
  output?: string;
}

/** Which steps of an execution. */
export interface StepRange {
  parent?: string;
  repetitionsOf?: string;
  /** Every step wherever it is, in place of those inside `parent`. */
  all?: boolean;
  /** Those at work now, in place of those inside `parent`. */
  open?: boolean;
  after: number;
  limit: number;
}
