import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BlobStore } from '../../contracts/ports/blob-store';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import type { SqliteDatabase } from '../../stores/sqlite/open-database';
import { commit, ORGANIZATION, startRecord } from '../suites/execution-builders';
import { expectHidden, leaveEverything } from '../suites/execution-retention-suite';
import { createSqliteBench } from './sqlite-bench';

describe('a purge that is interrupted', () => {
  let bench: Awaited<ReturnType<typeof createSqliteBench<Opened>>>;
  afterEach(() => bench.destroy());

  interface Opened {
    database: SqliteDatabase;
    blobs: BlobStore;
  }

  async function open(): Promise<Opened> {
    bench = await createSqliteBench((database, folder) => ({ database, blobs: createFileBlobStore(join(folder, 'blobs')) }));
    return bench.open();
  }

  const filesLeft = () => readdirSync(join(bench.folder, 'blobs'), { recursive: true }).filter((name) => String(name).includes('e1'));
  const rowsLeft = ({ database }: Opened) =>
    database.read(() =>
      ['events', 'messages', 'attempts', 'artifacts', 'starts', 'executions'].map(
        (table) => database.statement<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).get([])?.count ?? 0,
      ),
    );

  /** An execution that is deleted, and a feed that takes several transactions to remove. */
  async function deleteOne({ database, blobs }: Opened): Promise<void> {
    const store = createSqliteExecutionStore(database, blobs);
    await leaveEverything(store, 'e1');
    const messages = Array.from({ length: 1_200 }, (_, n) => ({ thread: 'many', index: n, role: 'user' as const, text: `${n}` }));
    await store.commitCall(ORGANIZATION, 'e1', commit('', { callId: 'many', messages, output: { text: 'x' } }));
    await store.close(ORGANIZATION, 'e1', [], { status: 'completed' });
    await store.delete(ORGANIZATION, 'e1');
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('before its transaction %i shows nothing, and the next one finishes', async (nth) => {
    const opened = await open();
    await deleteOne(opened);
    let writes = 0;
    const crashing: SqliteDatabase = {
      ...opened.database,
      write: (body) => (++writes === nth ? Promise.reject(new Error('crash')) : opened.database.write(body)),
    };
    await expect(createSqliteExecutionStore(crashing, opened.blobs).purge(ORGANIZATION, 'e1')).rejects.toThrow('crash');
    expect(filesLeft()).toEqual([]);
    expect((await rowsLeft(opened)).at(-1)).toBe(1);

    const store = createSqliteExecutionStore(opened.database, opened.blobs);
    await expectHidden(store, 'e1');
    expect(await store.listDeleted(10)).toEqual([{ organizationId: ORGANIZATION, executionId: 'e1' }]);
    await store.purge(ORGANIZATION, 'e1');
    expect(await rowsLeft(opened)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await store.listDeleted(10)).toEqual([]);
  });

  it('in the middle of its blobs shows nothing, and the next one finishes', async () => {
    const opened = await open();
    await deleteOne(opened);
    const crashing: BlobStore = { ...opened.blobs, deletePrefix: () => Promise.reject(new Error('crash')) };
    await expect(createSqliteExecutionStore(opened.database, crashing).purge(ORGANIZATION, 'e1')).rejects.toThrow('crash');

    const store = createSqliteExecutionStore(opened.database, opened.blobs);
    await expectHidden(store, 'e1');
    expect(filesLeft()).not.toEqual([]);
    await store.purge(ORGANIZATION, 'e1');
    expect(filesLeft()).toEqual([]);
    expect(await rowsLeft(opened)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('lets others write between its transactions', async () => {
    const opened = await open();
    await deleteOne(opened);
    const store = createSqliteExecutionStore(opened.database, opened.blobs);
    const changes: string[] = [];
    const watched: SqliteDatabase = {
      ...opened.database,
      write: (body) => opened.database.write(body).finally(() => changes.push('purge')),
    };
    const purging = createSqliteExecutionStore(watched, opened.blobs).purge(ORGANIZATION, 'e1');
    while (changes.length === 0) await new Promise(setImmediate);
    await store.putStart(startRecord('e2'));
    changes.push('start');
    await purging;
    expect(changes.indexOf('start')).toBeLessThan(changes.length - 1);
  });
});
