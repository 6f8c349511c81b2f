import type { Json } from '../../../contracts/json';
import type { ExecutionStore } from '../../../contracts/ports/execution-store';
import { toTapePages } from '../../../contracts/tape-pages';
import type { ExecutionRow } from './execution-rows';
import type { Parts } from './parts';
import { blobPrefixOf } from './stored-text';

interface Cut {
  seq: number;
  at: string;
}

/** Executions that begin where others stood: the rows up to the cut are copied, so neither needs the other afterwards. */
export function createForks(parts: Parts): Pick<ExecutionStore, 'fork' | 'getLastSuperstep' | 'readTape'> {
  const { database, blobs, executions, starts } = parts;
  const selectCut = database.statement<Cut>(
    `SELECT seq, at FROM events WHERE execution = ? AND type = 'superstepCommitted' ORDER BY seq LIMIT 1 OFFSET ?`,
  );
  const selectBlobs = database.statement<{ blob: string }>(
    `SELECT textBlob AS blob FROM messages WHERE execution = ?1 AND textBlob IS NOT NULL
     UNION SELECT answerBlob FROM attempts WHERE execution = ?1 AND answerBlob IS NOT NULL
     UNION SELECT blob FROM artifacts WHERE execution = ?1`,
  );
  const copyEvents = database.statement(
    `INSERT INTO events (execution, seq, id, type, at, body, outputCall, thread, "index")
     SELECT ?, seq, id, type, at, body, outputCall, thread, "index" FROM events WHERE execution = ? AND seq <= ?`,
  );
  const copyMessages = database.statement(
    `INSERT INTO messages (execution, thread, "index", seq, at, body, textBlob, text)
     SELECT ?, thread, "index", seq, at, body, replace(textBlob, ?, ?), text FROM messages WHERE execution = ? AND seq <= ?`,
  );
  // Attempts and tokens stay with the execution that made and paid for them; here is only the journal's entry.
  const copyCalls = database.statement(
    `INSERT INTO attempts (execution, callId, attempt, number, kind, worker, status, wasted, leastInputTokens, inputTokens, outputTokens,
       estimated, reason, startedAt, endedAt, digest, thread, "index", answerBlob, answer, view, model)
     SELECT ?1, callId, attempt, number, kind, worker, status, 0, 0, 0, 0,
       0, 'inherited', startedAt, endedAt, digest, thread, "index", replace(answerBlob, ?2, ?3), answer, view, model
     FROM attempts a WHERE execution = ?4 AND status = 'succeeded' AND CASE
       WHEN kind = 'evaluation' THEN endedAt <= ?6
       WHEN thread IS NULL THEN EXISTS (SELECT 1 FROM events e WHERE e.execution = ?4 AND e.id = a.callId || ' toolCompleted' AND e.seq <= ?5)
       ELSE EXISTS (SELECT 1 FROM messages m WHERE m.execution = ?4 AND m.thread = a.thread AND m."index" = a."index" AND m.seq <= ?5)
     END`,
  );
  const copyArtifacts = database.statement(
    `INSERT INTO artifacts (execution, name, size, mediaType, callId, blob, at)
     SELECT ?1, name, size, mediaType, callId, replace(blob, ?2, ?3), at FROM artifacts f
     WHERE execution = ?4 AND EXISTS (SELECT 1 FROM attempts a WHERE a.execution = ?1 AND a.callId = f.callId)`,
  );
  const selectLast = database.statement<{ number: number }>('SELECT coalesce(max(number), 0) AS number FROM attempts WHERE execution = ?');
  const selectSteps = database.statement<{ type: string; body: string; outputCall: string | null }>(
    `SELECT type, body, outputCall FROM events WHERE execution = ? AND type IN ('stepCompleted', 'stepFailed') ORDER BY seq`,
  );
  const selectCalls = database.statement<{ callId: string; digest: string }>(
    `SELECT callId, digest FROM attempts WHERE execution = ? AND status = 'succeeded' ORDER BY number`,
  );

  /** Where the source stood; undefined when it has not closed that superstep. */
  function findCut(source: ExecutionRow, superstep: number): Cut | undefined {
    return superstep === 0 ? { seq: 0, at: '' } : selectCut.get([source.key, superstep - 1]);
  }

  /** Before the rows: what they point to must be there. */
  async function copyBlobs(from: string, to: string, keys: string[]): Promise<void> {
    for (const key of keys) {
      const bytes = await blobs.get(key);
      if (bytes !== null) await blobs.put(key.replace(from, to), bytes);
    }
  }

  return {
    async fork(record) {
      const { organizationId, executionId, forkedFrom } = record;
      if (forkedFrom === undefined) throw new Error('Only a record with forkedFrom can be forked');
      const [from, to] = [blobPrefixOf(forkedFrom.executionId), blobPrefixOf(executionId)];
      const keys = await database.read(() => {
        const source = executions.find(organizationId, forkedFrom.executionId);
        return source === null ? [] : selectBlobs.all([source.key]).map(({ blob }) => blob);
      });
      await copyBlobs(from, to, keys);
      return database.write(() => {
        const standing = starts.find(organizationId, executionId);
        if (standing !== null) return standing;
        const source = executions.find(organizationId, forkedFrom.executionId);
        const cut = source === null ? undefined : findCut(source, forkedFrom.superstep);
        if (source === null || cut === undefined) return null;
        const key = starts.insert(record);
        copyEvents.run([key, source.key, cut.seq]);
        copyMessages.run([key, from, to, source.key, cut.seq]);
        copyCalls.run([key, from, to, source.key, cut.seq, cut.at]);
        copyArtifacts.run([key, from, to, source.key]);
        const row = executions.require(organizationId, executionId);
        Object.assign(row, { lastSeq: cut.seq, lastSuperstep: forkedFrom.superstep, lastAttempt: selectLast.get([key])?.number ?? 0 });
        executions.saveCounters(row);
        return record;
      });
    },

    getLastSuperstep: (organizationId, executionId) =>
      database.read(() => executions.findListed(organizationId, executionId)?.lastSuperstep ?? null),

    readTape: (organizationId, executionId) =>
      database.read(() => {
        const row = executions.require(organizationId, executionId);
        const steps = selectSteps.all([row.key]).map(({ type, body, outputCall }): [string, Json] => {
          const { stepPath, error } = JSON.parse(body) as { stepPath: string; error?: Json };
          return [stepPath, type === 'stepFailed' ? { failed: error ?? null } : { output: outputCall ?? '' }];
        });
        const calls = selectCalls.all([row.key]).map(({ callId, digest }): [string, Json] => [callId, toTapeDigest(digest)]);
        return toTapePages(withoutInner(steps, calls));
      }),
  };
}

/** A finished step answers for all below it. */
function withoutInner(steps: [string, Json][], calls: [string, Json][]): [string, Json][] {
  const settled = new Set(steps.map(([path]) => path));
  const isInner = (path: string): boolean => {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) if (settled.has(path.slice(0, at))) return true;
    return false;
  };
  const pathOf = (callId: string): string => callId.slice(0, callId.indexOf(':'));
  return [
    ...steps.filter(([path]) => !isInner(path)),
    ...calls.filter(([callId]) => !settled.has(pathOf(callId)) && !isInner(pathOf(callId))),
  ];
}

/** What the workflow reads of a digest; a fork has not ended, whatever its source did. */
function toTapeDigest(digest: string): Json {
  const { preview: _preview, closed: _closed, ...read } = JSON.parse(digest) as { [key: string]: Json };
  return read;
}
