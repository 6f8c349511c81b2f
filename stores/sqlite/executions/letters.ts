import { LIMIT } from '../../../contracts/constants';
import type { LetterStore } from '../../../contracts/ports/letter-store';
import { now, type Parts } from './parts';
import { getJson, putLongJson } from './stored-text';

/** What people and programs send to executions. */
export function createLetters({ database, blobs, executions, letters, setPaused, readOf }: Parts): LetterStore {
  // The index of undelivered letters first: there are few, and most open executions have none.
  const withUndelivered = database.statement<{ organization: string; id: string }>(
    `SELECT organization, id FROM executions WHERE listed = 1 AND endedAt IS NULL AND key > ?
       AND key IN (SELECT execution FROM letters WHERE delivered = 0) ORDER BY key LIMIT ?`,
  );
  const isOpen = database.statement<object>(
    `SELECT 1 FROM events WHERE execution = ?1 AND id = ?2 || ' stepStarted' AND NOT EXISTS (SELECT 1 FROM events WHERE execution = ?1
       AND id IN (?2 || ' stepCompleted', ?2 || ' stepFailed', ?2 || ' stepCancelled'))`,
  );
  const place = database.statement<{ key: number }>('SELECT key FROM executions WHERE id = ?');

  return {
    async putLetter(organizationId, executionId, letter) {
      const whole = letter.content === undefined ? null : JSON.stringify(letter.content);
      const blob = whole === null ? null : await putLongJson(blobs, executionId, whole);
      return database.write(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null) return null;
        const standing = letters.find(row, letter.id);
        if (standing !== null) return standing;
        if (row.ending !== null) return 'ended';
        if (letter.kind === 'message' && isOpen.get([row.key, letter.about]) === undefined) return 'closed';
        if (letters.countWaiting(row, letter.kind) >= LIMIT.lettersWaiting) return 'full';
        const at = now();
        const accepted = letters.insert(row, letter, { json: blob === null ? whole : null, blob }, at);
        if (letter.kind === 'pause' || letter.kind === 'resume') setPaused(row, accepted, at);
        return accepted;
      });
    },

    listUndelivered: (organizationId, executionId, limit) =>
      database.read(() => {
        const row = executions.findListed(organizationId, executionId);
        return row === null || row.ending !== null ? [] : letters.listUndelivered(row, limit);
      }),

    async markDelivered(organizationId, executionId, upTo) {
      await database.write(() => {
        const row = executions.find(organizationId, executionId);
        if (row !== null) letters.markDelivered(row, upTo);
      });
    },

    async readLetter(organizationId, executionId, number) {
      const found = await readOf(organizationId, executionId, (row) => letters.content(row, number));
      if (found === null || (found.json === null && found.blob === null)) return null;
      return getJson(blobs, found.json ?? '', found.blob);
    },

    listWithUndelivered: (limit, afterExecutionId) =>
      database.read(() => {
        const after = afterExecutionId === undefined ? 0 : place.get([afterExecutionId])?.key;
        if (after === undefined) return [];
        return withUndelivered.all([after, limit]).map(({ organization, id }) => ({ organizationId: organization, executionId: id }));
      }),
  };
}
