import type { RetentionStore } from '../../../contracts/ports/retention-store';
import type { StoredExecution } from '../../../contracts/ports/row-store';
import type { Statement } from '../open-database';
import { DELETED } from './execution-rows';
import type { Parts } from './parts';
import { blobPrefixOf } from './stored-text';

/** Rows that one transaction deletes at most, so that whoever else writes waits only briefly. */
const BATCH = 500;

interface PlaceRow {
  organization: string;
  id: string;
}

const PLACES = 'SELECT organization, id FROM executions';

/** What an execution is a part of is still there, so it goes with that. */
const WHOLE_STANDS = `EXISTS (SELECT 1 FROM executions p WHERE p.id = e.parent AND p.listed <> ${DELETED})`;

/**
 * That a feed tells of `e`, the execution of a step, besides that of the execution whose part it is: a fork that took the
 * step over shows it. (`+`: with the column's affinity the index of such events could not be searched.)
 */
const IS_TAKEN_OVER = `e.parent IS NOT NULL AND EXISTS (
  SELECT 1 FROM events n JOIN executions f ON f.key = n.execution
  WHERE n.type = 'childStarted' AND n.body ->> 'childExecutionId' = +e.id AND f.id <> e.parent AND f.listed <> ${DELETED}
)`;

/**
 * Deleting in two steps: an execution is hidden in one transaction, then what it left behind is removed piece by
 * piece, blobs first and its own row last. Wherever that is interrupted, nothing is visible and all of it is found again.
 */
export function createRetention({ database, blobs, executions }: Parts): RetentionStore {
  const endedFrom = database.statement<PlaceRow>(
    `${PLACES} e WHERE listed = 1 AND endedAt < ? AND (endedAt, key) > (?, ?) AND NOT ${WHOLE_STANDS} AND NOT (${IS_TAKEN_OVER})
     ORDER BY endedAt, key LIMIT ?`,
  );
  const deletedFrom = database.statement<PlaceRow>(`${PLACES} WHERE listed = ${DELETED} AND key > ? ORDER BY key LIMIT ?`);
  const place = database.statement<{ key: number; endedAt: string | null }>('SELECT key, endedAt FROM executions WHERE id = ?');
  const pieces: Statement<never>[] = [
    ['events', 'seq'],
    ['messages', 'thread, "index"'],
    ['attempts', 'callId, attempt'],
    ['artifacts', 'name'],
    ['letters', 'number'],
    ['approvals', 'key'],
    ['notices', 'key'],
    ['starts', 'execution'],
    ['ledgers', 'execution'],
    ['requestFrames', 'hash'],
  ].map(([table, key]) =>
    database.statement(
      `DELETE FROM ${table} WHERE execution = ?1 AND (${key}) IN (SELECT ${key} FROM ${table} WHERE execution = ?1 LIMIT ${BATCH})`,
    ),
  );
  const deleteParts = database.statement(
    `WITH RECURSIVE parts (id) AS (
       SELECT id FROM executions e WHERE organization = ?1 AND parent = ?2 AND listed = 1 AND NOT (${IS_TAKEN_OVER})
       UNION ALL SELECT e.id FROM parts p JOIN executions e ON e.organization = ?1 AND e.parent = p.id AND e.listed = 1 AND NOT (${IS_TAKEN_OVER})
     )
     UPDATE executions SET listed = ${DELETED} WHERE organization = ?1 AND id IN (SELECT id FROM parts) AND endedAt IS NOT NULL`,
  );
  const childrenToldOf = database.statement<{ id: string }>(
    `SELECT body ->> 'childExecutionId' AS id FROM events WHERE execution = ? AND type = 'childStarted'`,
  );
  // What a fork had taken over and nobody tells of any more, its own parent being gone.
  const deleteLeftOver = database.statement(
    `UPDATE executions AS e SET listed = ${DELETED} WHERE listed = 1 AND endedAt IS NOT NULL AND id IN (SELECT value FROM json_each(?))
       AND NOT ${WHOLE_STANDS} AND NOT (${IS_TAKEN_OVER})`,
  );
  const removeRow = database.statement(`DELETE FROM executions WHERE key = ? AND listed = ${DELETED}`);
  const placeOf = (executionId: string | undefined) => (executionId === undefined ? { key: 0, endedAt: '' } : place.get([executionId]));

  return {
    delete: (organizationId, executionId) =>
      database.write(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null) return null;
        const whole = row.parent === null ? null : executions.findListed(organizationId, row.parent);
        const open = [row, whole].find((one) => one !== null && one.ending === null);
        if (open) return { executionId: open.id, status: open.status };
        row.listed = DELETED;
        executions.saveState(row);
        deleteParts.run([organizationId, executionId]);
        return 'deleted';
      }),

    discardStart: (organizationId, executionId) =>
      database.write(() => {
        const row = executions.find(organizationId, executionId);
        if (row?.listed !== 0) return;
        row.listed = DELETED;
        executions.saveState(row);
      }),

    listEndedBefore: (endedBefore, limit, afterExecutionId) =>
      database.read(() => {
        const after = placeOf(afterExecutionId);
        return after === undefined ? [] : endedFrom.all([endedBefore, after.endedAt ?? '', after.key, limit]).map(toStoredExecution);
      }),

    listDeleted: (limit, afterExecutionId) =>
      database.read(() => {
        // The last one of the page before is gone when it was purged; then what is left begins anew.
        const after = placeOf(afterExecutionId)?.key ?? 0;
        return deletedFrom.all([after, limit]).map(toStoredExecution);
      }),

    async purge(organizationId, executionId) {
      const row = await database.read(() => executions.findDeleted(organizationId, executionId));
      if (row === null) return;
      const children = await database.read(() => childrenToldOf.all([row.key]).map(({ id }) => id));
      if (children.length > 0) await database.write(() => deleteLeftOver.run([JSON.stringify(children)]));
      await blobs.deletePrefix(blobPrefixOf(executionId));
      for (const piece of pieces) {
        while ((await database.write(() => piece.run([row.key]))) === BATCH);
      }
      await database.write(() => removeRow.run([row.key]));
    },
  };
}

function toStoredExecution({ organization, id }: PlaceRow): StoredExecution {
  return { organizationId: organization, executionId: id };
}
