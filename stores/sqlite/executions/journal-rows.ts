import { LIMIT } from '../../../contracts/constants';
import type { Output } from '../../../contracts/entities';
import type { Json } from '../../../contracts/json';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { CommitCall, JournalEntry } from '../../../contracts/ports/journal-store';
import { cutBytes } from '../../cut-bytes';
import type { SqliteDatabase } from '../open-database';
import type { AttemptRow } from './attempt-rows';
import type { ExecutionRow } from './execution-rows';
import { putLongJson } from './stored-text';

/** A call's answer that is ready for a transaction. */
interface PreparedAnswer {
  /** JSON of `{text?, data?}` (the text is absent when it is a message's), or of the head of the text. */
  answer: string;
  blob: string | null;
}

/** What becomes an entry. */
type NewEntry = Pick<CommitCall, 'callId' | 'attempt' | 'digest' | 'messages' | 'output'>;

/** An answer as it is stored, with the message that holds its text, if one does. */
export interface AnswerRow {
  answer: string;
  answerBlob: string | null;
  /** Where the message is; null when the answer has a text of its own. */
  thread: string | null;
  index: number | null;
  text: string | null;
  textBlob: string | null;
}

/** The columns of {@link AnswerRow}, for a query with the attempt that was taken as `a` and {@link ANSWER_MESSAGE}. */
export const ANSWER_COLUMNS = 'a.answer, a.answerBlob, a.thread, a."index", m.text, m.textBlob';
export const ANSWER_MESSAGE = 'LEFT JOIN messages m ON m.execution = a.execution AND m.thread = a.thread AND m."index" = a."index"';

/** Brings a long answer to the blob store. */
export async function prepareAnswer(blobs: BlobStore, executionId: string, output: CommitCall['output']): Promise<PreparedAnswer> {
  const text = 'text' in output ? output.text : undefined;
  const whole = JSON.stringify({ text, data: output.data });
  const blob = await putLongJson(blobs, executionId, whole);
  if (blob === null) return { answer: whole, blob };
  return { answer: JSON.stringify({ text: text === undefined ? undefined : cutBytes(text, LIMIT.eventMessageText).text }), blob };
}

export type JournalRows = ReturnType<typeof createJournalRows>;

/** The journal, for use inside a transaction. */
export function createJournalRows(database: SqliteDatabase) {
  const hasMessage = database.statement<object>('SELECT 1 FROM messages WHERE execution = ? AND thread = ? AND "index" = ?');
  const selectAnswer = database.statement<AnswerRow>(
    `SELECT ${ANSWER_COLUMNS} FROM attempts a ${ANSWER_MESSAGE} WHERE a.execution = ? AND a.callId = ? AND a.status = 'succeeded'`,
  );
  const update = database.statement(
    `UPDATE attempts SET digest = ?, thread = ?, "index" = ?, answer = ?, answerBlob = ?, seq = ?
     WHERE execution = ? AND callId = ? AND attempt = ?`,
  );

  const rows = {
    findAnswer(execution: number, callId: string): AnswerRow | null {
      return selectAnswer.get([execution, callId]) ?? null;
    },
    /** The beginning of an answer's text, at most `limit` bytes; null when the call has no entry. */
    preview(execution: number, callId: string, limit: number): { text: string; truncated?: true } | null {
      const found = rows.findAnswer(execution, callId);
      if (found === null) return null;
      const text = found.text === null ? (JSON.parse(found.answer) as { text?: string }).text : (JSON.parse(found.text) as string);
      return cutBytes(text ?? '', limit);
    },
    /** An answer as the terminal event has it: whole, or the beginning of its text when it is too long for the database. */
    shown(execution: number, callId: string): (Output & { truncated?: true }) | null {
      const found = rows.findAnswer(execution, callId);
      if (found === null) return null;
      const { text: own = '', ...rest } = JSON.parse(found.answer) as Partial<Output>;
      const text = found.text === null ? own : (JSON.parse(found.text) as string);
      if (found.answerBlob === null && found.textBlob === null) return { text, ...rest };
      return { text: cutBytes(text, LIMIT.eventMessageText).text, truncated: true };
    },
    /**
     * Writes the entry to its attempt, which has succeeded; the message that it names must be there. `seq` is the feed's
     * last one before what tells of this answer.
     */
    write(row: ExecutionRow, commit: NewEntry, prepared: PreparedAnswer, seq: number): JournalEntry {
      const { callId, attempt, digest } = commit;
      const message = 'message' in commit.output ? commit.output.message : null;
      if (
        message !== null &&
        !isAmong(commit.messages, message) &&
        hasMessage.get([row.key, message.thread, message.index]) === undefined
      ) {
        throw new Error(`The call "${callId}" answers with message ${message.index} of "${message.thread}"; commit that message too`);
      }
      const values = [message?.thread ?? null, message?.index ?? null, prepared.answer, prepared.blob];
      update.run([JSON.stringify(digest), ...values, seq, row.key, callId, attempt]);
      return { callId, attempt, digest };
    },
  };
  return rows;
}

function isAmong(messages: CommitCall['messages'], place: { thread: string; index: number }): boolean {
  return messages.some(({ thread, index }) => thread === place.thread && index === place.index);
}

/** The entry among a call's attempts: that of the one whose answer was taken. */
export function toEntry(attempts: AttemptRow[]): JournalEntry | null {
  const taken = attempts.find(({ digest }) => digest !== null);
  return taken === undefined ? null : { callId: taken.callId, attempt: taken.attempt, digest: JSON.parse(taken.digest ?? 'null') as Json };
}
