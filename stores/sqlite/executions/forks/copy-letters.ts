import type { SqliteDatabase } from '../../open-database';
import type { Way } from './way';

/** Copies what was sent to the source by the cut and had no effect there yet, to be delivered to the fork. For use inside a transaction. */
export function createCopyLetters(database: SqliteDatabase) {
  // An event is taken when what it gave is recorded; a person's message stands in its thread from when the call that reads it begins.
  const copy = database.statement(
    `INSERT INTO letters (execution, number, id, kind, about, value, content, contentBlob, at)
     SELECT ?1, row_number() OVER (ORDER BY number), id, kind, about, value, content, replace(contentBlob, ?2, ?3), at FROM letters l
     WHERE execution = ?4 AND at <= ?5 AND (takenBy IS NULL
       OR kind = 'event' AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.execution = ?1 AND a.callId = l.takenBy)
       OR kind = 'message' AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.execution = ?4 AND a.callId = l.takenBy AND a.startedAt < ?5))
     AND kind IN ('event', 'message')`,
  );

  return ({ source, fork, from, to }: Way, cutAt: string): void => void copy.run([fork, from, to, source, cutAt]);
}
