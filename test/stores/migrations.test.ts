import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../runtime/wait-until';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteDefinitionStore } from '../../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { createSqliteIdempotencyStore } from '../../stores/sqlite/idempotency-store';
import { createSqliteLeaseStore } from '../../stores/sqlite/lease-store';
import { openDatabase, type SqliteDatabase } from '../../stores/sqlite/open-database';
import { MIGRATIONS } from '../../stores/sqlite/schema';
import { begin, commit, ORGANIZATION } from '../suites/execution-builders';
import { SLOW_STEP } from './children/migrate-slowly';
import { readStudio } from './fixtures/read-studio';
import { createTemporaryFolder } from './temporary-folder';

const FIXTURES = join(__dirname, 'fixtures');
const archives = readdirSync(FIXTURES).filter((name) => name.endsWith('.tar.gz'));

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let file: string;
let databases: SqliteDatabase[];
beforeEach(async () => {
  folder = await createTemporaryFolder();
  file = join(folder.path, 'studio.db');
  databases = [];
});
afterEach(async () => {
  for (const database of databases) await database.close();
  await folder.remove();
});

/** The data folder as that version left it. */
function unpack(archive: string): void {
  execFileSync('tar', ['-xzf', join(FIXTURES, archive), '-C', folder.path]);
}

async function open(options?: Parameters<typeof openDatabase>[1]): Promise<SqliteDatabase> {
  const database = await openDatabase(file, options);
  databases.push(database);
  return database;
}

const query = (database: SqliteDatabase, sql: string) => database.read(() => database.statement<Record<string, unknown>>(sql).all([]));

describe.each(archives)('the data folder %s of an earlier version', (archive) => {
  it('is read as that version read it', async () => {
    unpack(archive);
    const database = await open();
    const executions = createSqliteExecutionStore(database, createFileBlobStore(join(folder.path, 'blobs')));
    const recorded = JSON.parse(readFileSync(join(folder.path, 'read.json'), 'utf8')) as object;
    expect(await readStudio(createSqliteDefinitionStore(database), executions)).toMatchObject(recorded);
    expect(await query(database, 'PRAGMA user_version')).toEqual([{ user_version: MIGRATIONS.length }]);
    expect(await query(database, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(await query(database, 'PRAGMA foreign_key_check')).toEqual([]);
  });

  it('has the same schema as a new one', async () => {
    unpack(archive);
    const schemaOf = (database: SqliteDatabase) =>
      query(database, 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name');
    const fresh = await openDatabase(join(folder.path, 'new', 'studio.db'));
    databases.push(fresh);
    expect(await schemaOf(await open())).toEqual(await schemaOf(fresh));
  });

  it('goes on: an open execution ends, an old one is deleted, what came later works', async () => {
    unpack(archive);
    const database = await open();
    const executions = createSqliteExecutionStore(database, createFileBlobStore(join(folder.path, 'blobs')));
    // Its cancel was asked for.
    expect(await executions.beginAttempt(ORGANIZATION, 'open', begin({ attempt: 2 }))).toMatchObject({ cancelled: true });
    await executions.commitCall(ORGANIZATION, 'open', commit('answer', { attempt: 2 }, 1));
    await executions.close(ORGANIZATION, 'open', [], { status: 'completed', output: 'c1' });
    expect(await executions.get(ORGANIZATION, 'open')).toMatchObject({ status: 'completed', output: { text: 'answer' } });
    expect(await executions.delete(ORGANIZATION, 'done')).toBe('deleted');
    await executions.purge(ORGANIZATION, 'done');
    expect(readdirSync(join(folder.path, 'blobs', 'executions'))).toEqual([]);
    expect(await createSqliteLeaseStore(database, { owner: '1:x' }).acquire('sweeper', 1_000)).toBe(true);
    const recordedAt = statSync(join(folder.path, 'read.json')).mtimeMs;
    const idempotency = createSqliteIdempotencyStore(database, { owner: '1:x', now: () => recordedAt });
    const scope = { organizationId: ORGANIZATION, method: 'POST', path: '/api/v1/agents', key: 'k' };
    expect(await idempotency.claim(scope, 'hash', 'other')).toMatchObject({ state: 'done', answer: { body: { id: 'a1' } } });
  });
});

it('a database of a newer version is refused in one sentence, and left as it is', async () => {
  await (await open({ migrations: [...MIGRATIONS, 'CREATE TABLE later (a)'] })).close();
  const before = readFileSync(file);
  await expect(open()).rejects.toThrow(
    new RegExp(
      `^The database ${file} was written by a newer Agent Studio \\(schema ${MIGRATIONS.length + 1}, this one knows ${MIGRATIONS.length}\\); update Agent Studio or choose another STUDIO_DATA$`,
    ),
  );
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('a migration that fails changes nothing', async () => {
  unpack('schema-1.tar.gz');
  const broken = [...MIGRATIONS, `${SLOW_STEP.split('CREATE')[0]} INSERT INTO nowhere VALUES (1);`];
  await expect(open({ migrations: broken })).rejects.toThrow('nowhere');
  await expectUnchanged(1);
});

it('a migration that is killed in the middle changes nothing, and the next one does all of it', async () => {
  unpack('schema-1.tar.gz');
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'children', 'migrate-slowly.ts'), file], { stdio: 'inherit' });
  const ended = once(child, 'exit');
  // Its pages do not fit into memory any more: half of the migration is in the write-ahead log.
  await waitUntil(() => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 4_000_000, 60_000, 'The migration did not begin');
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  await expectUnchanged(1);

  const short = SLOW_STEP.replace('2000000', '10');
  const migrated = await open({ migrations: [...MIGRATIONS, short] });
  expect(await query(migrated, 'SELECT count(*) AS rows FROM later')).toEqual([{ rows: 10 }]);
  expect(await query(migrated, 'SELECT DISTINCT name, later FROM executions')).toEqual([{ name: 'Migrated', later: 'migrated' }]);
});

/** Nothing of any step after this version is there. */
async function expectUnchanged(version: number): Promise<void> {
  const database = await open({ migrations: MIGRATIONS.slice(0, version) });
  expect(await query(database, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(await query(database, 'SELECT DISTINCT name FROM executions')).toEqual([{ name: 'Research' }]);
  expect(await query(database, "SELECT name FROM sqlite_schema WHERE name IN ('later', 'leases', 'artifacts')")).toEqual([]);
  expect((await query(database, 'PRAGMA table_info(executions)')).map(({ name }) => name)).not.toContain('later');
  await database.close();
}
