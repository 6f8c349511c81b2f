import { join } from 'node:path';
import { openDatabase, type SqliteDatabase } from '../../stores/sqlite/open-database';
import type { StoreBench } from '../suites/bench';
import { createTemporaryFolder } from './temporary-folder';

/** A database in a folder of its own; each `open` is a connection of its own to it. */
export async function createSqliteBench<Store>(
  createStore: (database: SqliteDatabase, folder: string) => Store,
): Promise<StoreBench<Store> & { folder: string }> {
  const folder = await createTemporaryFolder();
  const databases: SqliteDatabase[] = [];
  return {
    folder: folder.path,
    async open() {
      const database = await openDatabase(join(folder.path, 'studio.db'));
      databases.push(database);
      return createStore(database, folder.path);
    },
    async destroy() {
      await Promise.all(databases.map((database) => database.close()));
      await folder.remove();
    },
  };
}
