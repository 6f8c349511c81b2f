import type { LeaseStore } from '../../contracts/ports/lease-store';
import { ownerIsAlive } from '../process-owner';
import type { SqliteDatabase } from './open-database';

interface LeaseRow {
  holder: string;
  expiresAt: number;
}

/** Leases in SQLite; `owner` is this process's (`createOwner`). `now` is in milliseconds. */
export function createSqliteLeaseStore(database: SqliteDatabase, options: { owner: string; now?: () => number }): LeaseStore {
  const { owner, now = Date.now } = options;
  const select = database.statement<LeaseRow>('SELECT holder, expiresAt FROM leases WHERE name = ?');
  const put = database.statement(
    `INSERT INTO leases (name, holder, expiresAt) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET holder = excluded.holder, expiresAt = excluded.expiresAt`,
  );
  const remove = database.statement('DELETE FROM leases WHERE name = ? AND holder = ?');

  return {
    acquire: (name, milliseconds) =>
      database.write(() => {
        const standing = select.get([name]);
        if (standing !== undefined && standing.holder !== owner && standing.expiresAt > now() && ownerIsAlive(standing.holder, owner)) {
          return false;
        }
        put.run([name, owner, now() + milliseconds]);
        return true;
      }),

    release: (name) =>
      database.write(() => {
        remove.run([name, owner]);
      }),
  };
}
