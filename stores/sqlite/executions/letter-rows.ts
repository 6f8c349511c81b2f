import type { Json } from '../../../contracts/json';
import type { Letter, LetterKind, NewLetter } from '../../../contracts/letters';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';

interface LetterRow {
  number: number;
  id: string;
  kind: LetterKind;
  about: string;
  value: string | null;
}

/** What a letter says, ready for a transaction: a long content is in the blob store, and then `json` is empty. */
export interface PreparedContent {
  json: string | null;
  blob: string | null;
}

export type LetterRows = ReturnType<typeof createLetterRows>;

/** The letters of executions, for use inside a transaction. */
export function createLetterRows(database: SqliteDatabase) {
  const COLUMNS = 'SELECT number, id, kind, about, value FROM letters WHERE execution = ?';
  const byId = database.statement<LetterRow>(`${COLUMNS} AND id = ?`);
  const undelivered = database.statement<LetterRow>(`${COLUMNS} AND delivered = 0 ORDER BY number LIMIT ?`);
  const content = database.statement<PreparedContent>(
    'SELECT content AS json, contentBlob AS blob FROM letters WHERE execution = ? AND number = ?',
  );
  const waiting = database.statement<{ count: number }>(
    'SELECT count(*) AS count FROM letters WHERE execution = ? AND kind = ? AND takenBy IS NULL',
  );
  const untaken = database.statement<{ number: number; id: string; about: string; json: string | null }>(
    `SELECT number, id, about, content AS json FROM letters WHERE execution = ? AND kind = 'message' AND takenBy IS NULL ORDER BY number`,
  );
  const next = database.statement<{ number: number }>('SELECT coalesce(max(number), 0) + 1 AS number FROM letters WHERE execution = ?');
  const insert = database.statement(
    'INSERT INTO letters (execution, number, id, kind, about, value, content, contentBlob, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const deliver = database.statement('UPDATE letters SET delivered = 1 WHERE execution = ? AND delivered = 0 AND number <= ?');
  const take = database.statement('UPDATE letters SET takenBy = ? WHERE execution = ? AND number = ? AND takenBy IS NULL');

  return {
    find(row: ExecutionRow, id: string): Letter | null {
      const found = byId.get([row.key, id]);
      return found === undefined ? null : toLetter(found);
    },
    countWaiting: (row: ExecutionRow, kind: LetterKind): number => waiting.get([row.key, kind])?.count ?? 0,
    insert(row: ExecutionRow, letter: NewLetter, { json, blob }: PreparedContent, at: string): Letter {
      const { id, kind, about, value } = letter;
      const number = next.get([row.key])?.number ?? 1;
      insert.run([row.key, number, id, kind, about, value === undefined ? null : JSON.stringify(value), json, blob, at]);
      return toLetter({ number, id, kind, about, value: value === undefined ? null : JSON.stringify(value) });
    },
    listUndelivered: (row: ExecutionRow, limit: number): Letter[] => undelivered.all([row.key, limit]).map(toLetter),
    markDelivered: (row: ExecutionRow, upTo: number): void => void deliver.run([row.key, upTo]),
    content: (row: ExecutionRow, number: number): PreparedContent | null => content.get([row.key, number]) ?? null,
    /** Messages that nobody has heard yet: in one chat, or in all. */
    untakenMessages: (row: ExecutionRow, chat?: string) =>
      untaken.all([row.key]).filter(({ about }) => chat === undefined || about === chat),
    /** A call has taken it; the first one stands. */
    markTaken: (row: ExecutionRow, number: number, callId: string): void => void take.run([callId, row.key, number]),
  };
}

function toLetter({ number, id, kind, about, value }: LetterRow): Letter {
  return { number, id, kind, about, ...(value !== null && { value: JSON.parse(value) as Json }) };
}
