import type { SqliteDatabase } from '../../open-database';
import { createCopyApprovals } from './copy-approvals';
import { createCopyLetters } from './copy-letters';
import { type Kept, POSITION } from './kept';
import type { Way } from './way';

/** Copies rows of an execution to its fork, inside a write transaction; the source's rows are only read. */
export function createCopyRows(database: SqliteDatabase) {
  const copyApprovals = createCopyApprovals(database);
  const copyLetters = createCopyLetters(database);
  const selectBlobs = database.statement<{ blob: string }>(
    `SELECT textBlob AS blob FROM messages WHERE execution = ?2 AND seq <= ?3 AND textBlob IS NOT NULL
     UNION SELECT answerBlob FROM attempts a WHERE execution = ?2 AND answerBlob IS NOT NULL AND ${POSITION} <= ?3
     UNION SELECT blob FROM artifacts WHERE execution = ?2
     UNION SELECT questionBlob FROM approvals WHERE execution = ?2 AND questionBlob IS NOT NULL
     UNION SELECT decisionBlob FROM approvals WHERE execution = ?2 AND decisionBlob IS NOT NULL
     UNION SELECT contentBlob FROM letters WHERE execution = ?2 AND contentBlob IS NOT NULL`,
  );
  const EVENT = 'id, type, at, body, outputCall, thread, "index"';
  const copyEvents = database.statement(
    `INSERT INTO events (execution, seq, ${EVENT}) SELECT ?, seq, ${EVENT} FROM events WHERE execution = ? AND seq <= ?`,
  );
  // Events that may happen again and again are told apart by their place.
  const moveEvents = database.statement(
    `INSERT INTO events (execution, seq, ${EVENT}) SELECT ?1, j.value ->> 1,
       iif(e.id = e.seq || ' ' || e.type, (j.value ->> 1) || ' ' || e.type, e.id), e.type, e.at, e.body, e.outputCall, e.thread, e."index"
     FROM json_each(?3) j CROSS JOIN events e ON e.execution = ?2 AND e.seq = j.value ->> 0`,
  );
  const MESSAGE = 'at, body, text';
  const copyMessages = database.statement(
    `INSERT INTO messages (execution, thread, "index", seq, ${MESSAGE}, textBlob)
     SELECT ?, thread, "index", seq, ${MESSAGE}, replace(textBlob, ?, ?) FROM messages WHERE execution = ? AND seq <= ?`,
  );
  const moveMessages = database.statement(
    `INSERT INTO messages (execution, thread, "index", seq, at, body, text, textBlob)
     SELECT ?1, m.thread, m."index", j.value ->> 1, m.at, m.body, m.text, replace(m.textBlob, ?4, ?5)
     FROM json_each(?3) j CROSS JOIN events e ON e.execution = ?2 AND e.seq = j.value ->> 0
     JOIN messages m ON m.execution = ?2 AND m.thread = e.thread AND m."index" = e."index"`,
  );
  // Attempts and tokens stay with the execution that made and paid for them; here is only the journal's entry.
  const CALL = `INSERT INTO attempts (execution, callId, attempt, number, kind, worker, status, wasted, leastInputTokens, inputTokens,
      outputTokens, estimated, reason, startedAt, endedAt, digest, thread, "index", answerBlob, answer, view, model, frame, exchange, seq)
    SELECT ?2, a.callId, a.attempt, a.number, a.kind, a.worker, a.status, 0, 0, 0,
      0, 0, 'inherited', a.startedAt, a.endedAt, a.digest, a.thread, a."index", replace(a.answerBlob, ?3, ?4), a.answer, a.view, a.model, a.frame, a.exchange`;
  const copyCalls = database.statement(
    `${CALL}, a.seq FROM attempts a WHERE a.execution = ?5 AND a.status = 'succeeded' AND ${POSITION} <= ?6`,
  );
  const moveCalls = database.statement(
    `${CALL}, j.value ->> 1 FROM json_each(?6) j CROSS JOIN attempts a ON a.execution = ?5 AND a.callId = j.value ->> 0
     AND a.status = 'succeeded' WHERE ?1 IS NOT NULL`,
  );
  const copyFrames = database.statement(
    'INSERT INTO requestFrames (execution, hash, frame) SELECT ?, hash, frame FROM requestFrames WHERE execution = ?',
  );
  const copyArtifacts = database.statement(
    `INSERT INTO artifacts (execution, name, size, mediaType, callId, blob, at)
     SELECT ?1, name, size, mediaType, callId, replace(blob, ?2, ?3), at FROM artifacts f
     WHERE execution = ?4 AND EXISTS (SELECT 1 FROM attempts a WHERE a.execution = ?1 AND a.callId = f.callId)`,
  );
  const selectLast = database.statement<{ number: number }>('SELECT coalesce(max(number), 0) AS number FROM attempts WHERE execution = ?');

  return {
    /** The blobs that rows up to a place of the feed point to, and maybe some more. */
    blobsUpTo: (source: number, seq: number): string[] => selectBlobs.all(['~', source, seq]).map(({ blob }) => blob),

    /** Returns the highest number of an attempt that was copied. */
    copy(way: Way, { base, before, events, calls, approvals, at }: Kept): number {
      const { source, fork, from, to } = way;
      copyEvents.run([fork, source, base]);
      copyMessages.run([fork, from, to, source, base]);
      copyCalls.run([before, fork, from, to, source, base]);
      if (events.length > 0) {
        const moved = JSON.stringify(events);
        moveEvents.run([fork, source, moved]);
        moveMessages.run([fork, source, moved, from, to]);
      }
      if (calls.length > 0) moveCalls.run([before, fork, from, to, source, JSON.stringify(calls)]);
      copyFrames.run([fork, source]);
      copyArtifacts.run([fork, from, to, source]);
      copyApprovals(way, approvals);
      copyLetters(way, at);
      return selectLast.get([fork])?.number ?? 0;
    },
  };
}
