import type { IdempotencyClaim, IdempotencyScope, IdempotencyStore, StoredAnswer } from '../../contracts/ports/idempotency-store';
import { ownerIsAlive } from '../process-owner';
import type { SqliteDatabase } from './open-database';

/** A claim older than this is taken over even when its process lives. */
const LONGEST_CLAIM_MS = 60_000;
const KEPT_MS = 24 * 60 * 60 * 1000;
/** Claims remembered as let go although the database says otherwise; a minute later it makes no difference. */
const MOST_ABANDONED = 10_000;
/** Keys that one transaction deletes at most. */
const PURGE_BATCH = 1_000;

interface ClaimRow {
  bodyHash: string;
  resourceId: string;
  state: 'pending' | 'released' | 'done';
  owner: string;
  claimedAt: number;
  createdAt: number;
  answer: string | null;
}

/**
 * Idempotency keys in SQLite. `owner` is this process's (`createOwner`): a pending claim whose process is gone
 * is taken over at once. `now` is in milliseconds.
 */
export function createSqliteIdempotencyStore(database: SqliteDatabase, options: { owner: string; now?: () => number }): IdempotencyStore {
  const { owner, now = Date.now } = options;
  const WHERE = 'WHERE organization = ? AND method = ? AND path = ? AND key = ?';
  const select = database.statement<ClaimRow>(
    `SELECT bodyHash, resourceId, state, owner, claimedAt, createdAt, answer FROM idempotency ${WHERE}`,
  );
  const put = database.statement(
    `INSERT INTO idempotency (bodyHash, resourceId, state, owner, claimedAt, createdAt, organization, method, path, key)
     VALUES (?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET bodyHash = excluded.bodyHash, resourceId = excluded.resourceId, state = 'pending',
       owner = excluded.owner, claimedAt = excluded.claimedAt, createdAt = excluded.createdAt, answer = NULL`,
  );
  const finish = database.statement(`UPDATE idempotency SET state = 'done', answer = ? ${WHERE} AND state <> 'done'`);
  const letGo = database.statement(`UPDATE idempotency SET state = 'released' ${WHERE} AND state = 'pending' AND owner = ?`);
  const remove = database.statement(
    `DELETE FROM idempotency WHERE rowid IN (SELECT rowid FROM idempotency WHERE createdAt < ? LIMIT ${PURGE_BATCH})`,
  );

  /** Claims of ours that could not be let go in the database, for its disk took no write: nobody works on them. */
  const abandoned = new Set<string>();
  const isHeld = ({ state, claimedAt, owner: holder }: ClaimRow, scope: IdempotencyScope): boolean =>
    state === 'pending' &&
    claimedAt > now() - LONGEST_CLAIM_MS &&
    ownerIsAlive(holder, owner) &&
    !(holder === owner && abandoned.has(textOf(scope)));
  const abandon = (scope: IdempotencyScope): void => {
    if (abandoned.size >= MOST_ABANDONED) abandoned.clear();
    abandoned.add(textOf(scope));
  };

  return {
    async claim(scope, bodyHash, newResourceId) {
      const wasAbandoned = abandoned.has(textOf(scope));
      try {
        return await database.write((): IdempotencyClaim => {
          const at = now();
          const kept = select.get(keyOf(scope));
          if (kept === undefined || kept.createdAt < at - KEPT_MS) {
            put.run([bodyHash, newResourceId, owner, at, at, ...keyOf(scope)]);
            return { state: 'mine', resourceId: newResourceId };
          }
          if (kept.bodyHash !== bodyHash) return { state: 'conflict' };
          if (kept.state === 'done') return { state: 'done', answer: JSON.parse(kept.answer ?? 'null') as StoredAnswer };
          if (isHeld(kept, scope)) return { state: 'busy' };
          // Here, so that the next claim of this very transaction finds it held.
          abandoned.delete(textOf(scope));
          put.run([bodyHash, kept.resourceId, owner, at, kept.createdAt, ...keyOf(scope)]);
          return { state: 'mine', resourceId: kept.resourceId };
        });
      } catch (error) {
        if (wasAbandoned) abandon(scope);
        throw error;
      }
    },

    complete: (scope, answer) =>
      database.write(() => {
        finish.run([JSON.stringify(answer), ...keyOf(scope)]);
      }),

    async release(scope) {
      try {
        await database.write(() => letGo.run([...keyOf(scope), owner]));
      } catch (error) {
        abandon(scope);
        throw error;
      }
    },

    async purge() {
      let purged = 0;
      for (let removed = PURGE_BATCH; removed === PURGE_BATCH; purged += removed) {
        removed = await database.write(() => remove.run([now() - KEPT_MS]));
      }
      return purged;
    },
  };
}

function keyOf(scope: IdempotencyScope): string[] {
  return [scope.organizationId, scope.method, scope.path, scope.key];
}

function textOf(scope: IdempotencyScope): string {
  return JSON.stringify(keyOf(scope));
}
