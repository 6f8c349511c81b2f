import type { Json } from '../../../contracts/json';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { CommitCall, JournalEntry } from '../../../contracts/ports/execution-store';
import { cutText } from '../../cut-text';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';
import { INLINE_LIMIT, putLongJson } from './stored-text';

/** A call's answer that is ready for a transaction. */
export interface PreparedAnswer {
  /** JSON of `{text?, data?}` (the text is absent when it is a message's), or of the head of the text. */
  answer: string;
  blob: string | null;
}

/** An answer as it is stored, with the message that holds its text, if one does. */
export interface AnswerRow {
  answer: string;
  answerBlob: string | null;
  /** Key of the message. */
  message: number | null;
  messageText: string | null;
  messageBlob: string | null;
}

/** The columns of {@link AnswerRow}, for a query that joins `journal j` and `LEFT JOIN messages m ON m.key = j.message`. */
export const ANSWER_COLUMNS = 'j.answer, j.answerBlob, j.message, m.text AS messageText, m.blob AS messageBlob';

/** Brings a long answer to the blob store. */
export async function prepareAnswer(
  blobs: BlobStore,
  executionId: string,
  output: { text?: string; data?: Json },
): Promise<PreparedAnswer> {
  const { text, data } = output;
  const whole = JSON.stringify({ text, data });
  const blob = await putLongJson(blobs, executionId, whole);
  if (blob === null) return { answer: whole, blob };
  return { answer: JSON.stringify({ text: text === undefined ? undefined : cutText(text, INLINE_LIMIT / 16).text }), blob };
}

export type JournalRows = ReturnType<typeof createJournalRows>;

/** The journal, for use inside a transaction. */
export function createJournalRows(database: SqliteDatabase) {
  const select = database.statement<{ attempt: number; digest: string }>(
    'SELECT attempt, digest FROM journal WHERE execution = ? AND callId = ?',
  );
  const selectMessage = database.statement<{ key: number }>('SELECT key FROM messages WHERE execution = ? AND thread = ? AND "index" = ?');
  const selectAnswer = database.statement<AnswerRow>(
    `SELECT ${ANSWER_COLUMNS} FROM journal j LEFT JOIN messages m ON m.key = j.message WHERE j.execution = ? AND j.callId = ?`,
  );
  const insert = database.statement(
    'INSERT INTO journal (execution, callId, attempt, at, digest, message, answer, answerBlob) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );

  const rows = {
    find(execution: number, callId: string): JournalEntry | null {
      const found = select.get([execution, callId]);
      return found === undefined ? null : { callId, attempt: found.attempt, digest: JSON.parse(found.digest) as Json };
    },
    findAnswer(execution: number, callId: string): AnswerRow | null {
      return selectAnswer.get([execution, callId]) ?? null;
    },
    /** The beginning of an answer's text, at most `limit` UTF-16 units; null when the call has no entry. */
    preview(execution: number, callId: string, limit: number): { text: string; truncated?: true } | null {
      const found = rows.findAnswer(execution, callId);
      if (found === null) return null;
      const head = found.messageText ?? JSON.stringify((JSON.parse(found.answer) as { text?: string }).text ?? '');
      return cutText(JSON.parse(head) as string, limit);
    },
    /** The key of the message that holds an answer's text; null when the answer has a text of its own. */
    messageOf(execution: number, { callId, output }: { callId: string; output: CommitCall['output'] }): number | null {
      if (!('message' in output)) return null;
      const { thread, index } = output.message;
      const found = selectMessage.get([execution, thread, index]);
      if (found === undefined) throw new Error(`The call "${callId}" answers with message ${index} of "${thread}"; commit that too`);
      return found.key;
    },
    /** Writes the entry; `message` is the key of the message that holds its text, if one does. */
    insert(row: ExecutionRow, entry: JournalEntry, prepared: PreparedAnswer, message: number | null, at: string): JournalEntry {
      const { callId, attempt, digest } = entry;
      insert.run([row.key, callId, attempt, at, JSON.stringify(digest), message, prepared.answer, prepared.blob]);
      return { callId, attempt, digest };
    },
  };
  return rows;
}
