import { join } from 'node:path';
import Libsql from 'libsql';
import { openDatabase } from '../../stores/sqlite/open-database';
import { MIGRATIONS } from '../../stores/sqlite/schema';
import { createTemporaryFolder } from './temporary-folder';

describe('opening the database', () => {
  let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
  let file: string;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    file = join(folder.path, 'new', 'studio.db');
  });
  afterEach(() => folder.remove());

  it('makes folder and schema, with write-ahead log, full sync and foreign keys', async () => {
    const database = await openDatabase(file);
    const pragma = (name: string) => database.read(() => Object.values(database.statement<object>(`PRAGMA ${name}`).get([]) ?? {})[0]);
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('user_version')).toBe(MIGRATIONS.length);
    await database.close();
  });

  it('opens what it made again, and many at once make it once', async () => {
    const databases = await Promise.all(Array.from({ length: 5 }, () => openDatabase(file)));
    databases.push(await openDatabase(file));
    await Promise.all(databases.map((database) => database.close()));
  });

  it('refuses a database of a newer version in one sentence', async () => {
    await (await openDatabase(file)).close();
    const newer = new Libsql(file);
    newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    await expect(openDatabase(file)).rejects.toThrow(
      /written by a newer Agent Studio .* update Agent Studio or choose another STUDIO_DATA/,
    );
  });

  it('finishes what is queued before it closes, and refuses what comes later', async () => {
    const database = await openDatabase(file);
    const written = database.write(() => database.statement('CREATE TABLE late (a)').run([]));
    await database.close();
    await expect(written).resolves.toBeDefined();
    await expect(database.write(() => 1)).rejects.toThrow('closed');
    await expect(database.read(() => 1)).rejects.toThrow('closed');
  });
});
