import type { Json } from '../json';
import type { Letter, NewLetter } from '../letters';
import type { StoredExecution } from './row-store';

/** Letters: what people and programs send to an execution that runs. Part of the execution store and under its rules. */
export interface LetterStore {
  /**
   * Accepts a letter, put-if-absent by its id, and gives it the next number. `ended`: the execution has its terminal
   * event; `closed`: the chat that a message is for does not run, and what it closed in has told of all that it did not
   * hear; `full`: {@link LIMIT.lettersWaiting} letters of this kind have been accepted and not taken. Null when the
   * execution is unknown. A letter that was accepted before is returned whatever holds now. `pause` and `resume` change
   * the execution's status with it, for what was decided holds, whoever lives.
   */
  putLetter(organizationId: string, executionId: string, letter: NewLetter): Promise<Letter | 'ended' | 'closed' | 'full' | null>;
  /** What was written in a letter; null when there is no such letter, or it has no content. */
  readLetter(organizationId: string, executionId: string, number: number): Promise<Json | null>;
  /** Letters that the workflow may not have got, ascending, at most `limit`; none of an execution that has ended. */
  listUndelivered(organizationId: string, executionId: string, limit: number): Promise<Letter[]>;
  /** The workflow has got all letters up to this number. */
  markDelivered(organizationId: string, executionId: string, upTo: number): Promise<void>;
  /** Open executions with letters that their workflows may not have got, at most `limit`. */
  listWithUndelivered(limit: number, afterExecutionId?: string): Promise<StoredExecution[]>;
}
