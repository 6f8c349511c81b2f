import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createDataFolder, type DataFolder } from '../../runtime/data-folder';
import { createBackup } from '../../scripts/backup/create-backup';
import { restoreBackup } from '../../scripts/backup/restore-backup';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { openDatabase } from '../../stores/sqlite/open-database';
import { MIGRATIONS } from '../../stores/sqlite/schema';
import { ownFolder } from '../../supervisor/own-folder';
import { createTemporaryFolder } from '../stores/temporary-folder';
import { commit, ORGANIZATION, readEverything, startRecord } from '../suites/execution-builders';

let temporary: Awaited<ReturnType<typeof createTemporaryFolder>>;
let folder: DataFolder;
let file: string;
beforeEach(async () => {
  temporary = await createTemporaryFolder();
  folder = createDataFolder(join(temporary.path, 'data'));
  file = join(temporary.path, 'backup.tar.gz');
});
afterEach(() => temporary.remove());

const LONG = 'a long text '.repeat(10_000);

async function withStore<T>(place: DataFolder, work: (store: ReturnType<typeof createSqliteExecutionStore>) => Promise<T>): Promise<T> {
  const database = await openDatabase(place.database);
  try {
    return await work(createSqliteExecutionStore(database, createFileBlobStore(place.blobs)));
  } finally {
    await database.close();
  }
}

/** A data folder with one execution, whose answer is a blob. */
async function fillFolder(): Promise<void> {
  await withStore(folder, async (store) => {
    await store.putStart(startRecord('e1'));
    await store.commitCall(ORGANIZATION, 'e1', commit(LONG));
  });
}

const other = (name = 'other') => createDataFolder(join(temporary.path, name));
const leftovers = (place: DataFolder) => readdirSync(place.path).filter((name) => /^(backup|restore)-/.test(name));

test('what was backed up is restored into a new folder, long texts too, and only its owner may read the file', async () => {
  await fillFolder();
  writeFileSync(folder.examplesMarker, 'instance');
  expect(await createBackup(folder, file)).toMatchObject({ format: 1, schema: MIGRATIONS.length, temporal: false });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(leftovers(folder)).toEqual([]);

  const target = other();
  expect(await restoreBackup(file, target)).toMatchObject({ schema: MIGRATIONS.length });
  expect(existsSync(target.examplesMarker)).toBe(true);
  expect(leftovers(target)).toEqual([]);
  const [before, after] = [
    await withStore(folder, (store) => readEverything(store, 'e1')),
    await withStore(target, (store) => readEverything(store, 'e1')),
  ];
  expect(after.messages[0]?.text === LONG).toBe(true);
  expect({ ...after, messages: [] }).toEqual({ ...before, messages: [] });
});

test('a backup that is taken while a process writes is the state of one moment, with every text that it names', async () => {
  const script = join(__dirname, '..', 'stores', 'children', 'write-loop.ts');
  const writer = spawn(process.execPath, ['--import', 'tsx', script, folder.path, 'writer', '1000000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  const lines = createInterface({ input: writer.stdout });
  lines.on('line', (line) => acknowledged.push(line));
  while (acknowledged.length < 50) await once(lines, 'line');

  const before = acknowledged.length;
  await createBackup(folder, file);
  expect(acknowledged.length).toBeGreaterThan(before);
  writer.kill('SIGKILL');
  await once(writer, 'exit');

  const target = other();
  await restoreBackup(file, target);
  const { feed, messages, execution } = await withStore(target, (store) => readEverything(store, 'e1'));
  expect(messages.length).toBeGreaterThanOrEqual(before);
  expect(feed.map(({ seq }) => seq)).toEqual(feed.map((_, position) => position + 1));
  expect(execution?.usage.calls).toBe(messages.length);
  expect(messages.filter(({ text, thread, index }) => !text.startsWith(`${thread}-${index} `))).toEqual([]);
  expect(messages.some(({ text }) => text.length > 64 * 1024)).toBe(true);
});

test("Temporal's database is in it when nothing runs, with what is only in its log yet", async () => {
  await fillFolder();
  writeFileSync(folder.temporalDatabase, 'temporal');
  writeFileSync(`${folder.temporalDatabase}-wal`, 'log');
  expect(await createBackup(folder, file)).toMatchObject({ temporal: true });
  const target = other();
  await restoreBackup(file, target);
  expect(existsSync(target.temporalDatabase)).toBe(true);
  expect(existsSync(`${target.temporalDatabase}-wal`)).toBe(true);

  const letGo = ownFolder(folder);
  const running = join(temporary.path, 'running.tar.gz');
  expect(await createBackup(folder, running)).toMatchObject({ temporal: false });
  letGo();
  await restoreBackup(running, other('third'));
  expect(existsSync(other('third').temporalDatabase)).toBe(false);
});

test('a backup never replaces a file, and needs a Studio', async () => {
  await expect(createBackup(folder, file)).rejects.toThrow(/^There is no Studio in .*; set STUDIO_DATA to its data folder$/);
  expect(existsSync(file)).toBe(false);
  await fillFolder();
  writeFileSync(file, 'mine');
  await expect(createBackup(folder, file)).rejects.toThrow(/exists; choose another name$/);
  rmSync(file);
  await expect(createBackup(folder, join(temporary.path, 'missing', 'backup.tar.gz'))).rejects.toThrow();
  expect(leftovers(folder)).toEqual([]);
});

test('a restore is refused where something is or runs, and changes nothing', async () => {
  await fillFolder();
  await createBackup(folder, file);
  const before = await withStore(folder, (store) => readEverything(store, 'e1'));
  await expect(restoreBackup(file, folder)).rejects.toThrow(
    /^The data folder .* is in use; move it away, or set STUDIO_DATA to a new folder$/,
  );
  expect(await withStore(folder, (store) => readEverything(store, 'e1'))).toEqual(before);

  const target = other();
  const letGo = ownFolder(target);
  await expect(restoreBackup(file, target)).rejects.toThrow(/^Another Studio is running/);
  letGo();
  expect(existsSync(target.database)).toBe(false);
});

test('what is no backup, is damaged, or comes from a newer version is refused in one sentence and leaves nothing', async () => {
  const target = other();
  await expect(restoreBackup(file, target)).rejects.toThrow(/^There is no /);
  writeFileSync(file, 'not an archive');
  await expect(restoreBackup(file, target)).rejects.toThrow(/^[^\n]+$/);
  rmSync(file);

  const newer = await openDatabase(folder.database, { migrations: [...MIGRATIONS, 'CREATE TABLE later (a)'] });
  await newer.close();
  await createBackup(folder, file);
  await expect(restoreBackup(file, target)).rejects.toThrow(
    /^The backup was made by a newer Agent Studio \(\S+\); update Agent Studio, then restore it$/,
  );
  expect(existsSync(target.database)).toBe(false);
  expect(leftovers(target)).toEqual([]);
});

test('what a killed backup left behind is removed by the next one', async () => {
  await fillFolder();
  mkdirSync(join(folder.path, 'backup-4194999'));
  mkdirSync(join(folder.path, `backup-${process.ppid}`));
  await createBackup(folder, file);
  expect(leftovers(folder)).toEqual([`backup-${process.ppid}`]);
});
