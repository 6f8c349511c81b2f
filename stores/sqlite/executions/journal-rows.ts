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
  messageText: string | null;
  messageBlob: string | null;
}

/** The columns of {@link AnswerRow}, for a query that joins `journal j` and `LEFT JOIN messages m ON m.key = j.message`. */
export const ANSWER_COLUMNS = 'j.answer, j.answerBlob, m.text AS messageText, m.blob AS messageBlob';

/** Brings a long answer to the blob store. */
export async function prepareAnswer(blobs: BlobStore, executionId: string, output: CommitCall['output']): Promise<PreparedAnswer> {
  const text = 'text' in output ? output.text : undefined;
  const whole = JSON.stringify({ text, data: output.data });
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
    /** Writes the entry; the message that it names must be there. */
    insert(row: ExecutionRow, commit: CommitCall, prepared: PreparedAnswer, at: string): JournalEntry {
      let message: number | null = null;
      if ('message' in commit.output) {
        const { thread, index } = commit.output.message;
        const found = selectMessage.get([row.key, thread, index]);
        if (found === undefined)
          throw new Error(`The call "${commit.callId}" answers with message ${index} of "${thread}"; commit that too`);
        message = found.key;
      }
      const { callId, attempt } = commit;
      insert.run([row.key, callId, attempt, at, JSON.stringify(commit.digest), message, prepared.answer, prepared.blob]);
      return { callId, attempt, digest: commit.digest };
    },
  };
  return rows;
}
