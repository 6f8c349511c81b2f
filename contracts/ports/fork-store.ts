import type { ApprovalDecision } from '../approvals';
import type { Execution, Page } from '../entities';
import type { Json } from '../json';
import type { StartRecord, TapePage } from '../plan';
import type { PageRequest } from './definition-store';

/** Executions that go on where others stood. Part of the execution store and under its rules. */
export interface ForkStore {
  /**
   * Makes the execution of a record with `forkedFrom`: it has what the source had when it closed that superstep, its
   * feed, messages, answered calls and files up to there. A retry has all that was answered, whatever came of it, but
   * for what failed. Put-if-absent by the record's id; returns the record that stands. The source is not touched, and
   * may be deleted afterwards. What was answered before costs the new one nothing. Null when the source, or that
   * superstep of it, is unknown.
   *
   * With `edits` the new one has other texts in that superstep, and nothing of what came out of the old ones: it goes
   * on right behind them. `refused`: some of them cannot be made, and nothing was.
   *
   * With `until` (a time) a fork has all that the source had recorded by then, of an unfinished superstep too.
   */
  fork(record: StartRecord, edits?: RecordEdit[], until?: string): Promise<StartRecord | { refused: RefusedEdit[] } | null>;
  /** Forks and retries of an execution, newest first. */
  listForks(organizationId: string, executionId: string, page: PageRequest): Promise<Page<Execution> | 'invalidCursor'>;
  /** What is done in an execution that was forked and has not run yet, for the tape of its first run. */
  readTape(organizationId: string, executionId: string): Promise<TapePage[]>;
  /**
   * The executions that `workflow` steps of a fork's source had begun to run and that the fork has no end of, with the
   * superstep that each had closed at the fork's cut. `until`: the time of the cut; a retry has all of them.
   */
  listOpenChildren(organizationId: string, executionId: string): Promise<OpenChild[]>;
  /** The newest superstep, 0 when none is closed; null when the execution is unknown. */
  getLastSuperstep(organizationId: string, executionId: string): Promise<number | null>;
  /** Whether a step has begun, by this superstep. Null when execution or superstep is unknown. */
  hasBegun(organizationId: string, executionId: string, superstep: number, stepPath: string): Promise<boolean | null>;
  /** The tool that a call called; null when it has not answered. */
  getCalledTool(organizationId: string, executionId: string, callId: string): Promise<string | null>;
}

/** Another text for something that was recorded. */
export type RecordEdit =
  | { message: { thread: string; index: number }; text: string }
  /** `text` is what a model reads of the result. */
  | { callId: string; result: Json; text: string }
  /** What a step gave that waited for a person. */
  | { answerOf: string; text: string; data: ApprovalDecision };

export interface RefusedEdit {
  /** Its place among the edits. */
  edit: number;
  /**
   * `otherSuperstep`: it was recorded in that one. `dependent`: it came out of what another edit changes. `notEditable`:
   * a tool's message, a summary, a handoff.
   */
  reason: 'unknown' | 'otherSuperstep' | 'dependent' | 'notEditable';
  superstep?: number;
}

export interface OpenChild {
  stepPath: string;
  executionId: string;
  superstep: number;
  until?: string;
}
