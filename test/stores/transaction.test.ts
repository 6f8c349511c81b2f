import { join } from 'node:path';
import Libsql from 'libsql';
import { openDatabase, type SqliteDatabase } from '../../stores/sqlite/open-database';
import { DatabaseBusy } from '../../stores/sqlite/transaction';
import { createTemporaryFolder } from './temporary-folder';

describe('transactions', () => {
  let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
  let database: SqliteDatabase;
  /** Another process's connection. */
  let rival: Libsql.Database;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    const file = join(folder.path, 'studio.db');
    database = await openDatabase(file, { longestWaitMs: 300 });
    rival = new Libsql(file, { timeout: 0 });
    rival.exec('CREATE TABLE numbers (n INTEGER UNIQUE)');
  });
  afterEach(async () => {
    rival.close();
    await database.close();
    await folder.remove();
  });

  const insert = (n: number) => database.write(() => database.statement('INSERT INTO numbers VALUES (?)').run([n]));
  const numbers = (): number[] => (rival.prepare('SELECT n FROM numbers ORDER BY n').all([]) as { n: number }[]).map(({ n }) => n);

  it('share one commit when they are queued together, and each is visible when it resolves', async () => {
    const seen: number[][] = [];
    await Promise.all([1, 2, 3].map((n) => insert(n).then(() => seen.push(numbers()))));
    expect(seen).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('undo only the writes of the body that throws', async () => {
    const broken = database.write(() => {
      database.statement('INSERT INTO numbers VALUES (2)').run([]);
      throw new Error('broken');
    });
    const outcomes = await Promise.allSettled([insert(1), broken, insert(3), insert(1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    await expect(broken).rejects.toThrow('broken');
    expect(numbers()).toEqual([1, 3]);
  });

  it('reject every body when the whole transaction was undone', async () => {
    const fatal = database.write(() => {
      database.statement('ROLLBACK').run([]);
      throw new Error('the disk is full');
    });
    const outcomes = await Promise.allSettled([insert(1), fatal]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(numbers()).toEqual([]);
    await insert(2);
    expect(numbers()).toEqual([2]);
  });

  it('wait for a busy database without blocking the event loop', async () => {
    rival.exec('BEGIN IMMEDIATE');
    let resolved = false;
    const waiting = insert(1).then(() => {
      resolved = true;
    });
    // Only a free event loop gets here and lets the rival go on.
    for (let turn = 0; turn < 20; turn++) await new Promise((next) => setTimeout(next, 1));
    expect(resolved).toBe(false);
    expect(await database.read(() => database.statement<object>('SELECT n FROM numbers').all([]))).toEqual([]);
    rival.exec('COMMIT');
    await waiting;
    expect(numbers()).toEqual([1]);
  });

  it('give up with a clear error when it stays busy, and go on afterwards', async () => {
    rival.exec('BEGIN IMMEDIATE');
    const refused = insert(1);
    await expect(refused).rejects.toThrow(DatabaseBusy);
    await expect(refused).rejects.toThrow(/locked by another process.*then try again/);
    rival.exec('COMMIT');
    await insert(2);
    expect(numbers()).toEqual([2]);
  });

  it('read on one snapshot although another process writes meanwhile', async () => {
    const counts = await database.read(() => {
      const count = database.statement<{ c: number }>('SELECT count(*) AS c FROM numbers');
      const before = count.get([])?.c;
      rival.exec('INSERT INTO numbers VALUES (7)');
      return [before, count.get([])?.c];
    });
    expect(counts).toEqual([0, 0]);
    expect(numbers()).toEqual([7]);
  });

  it('let the event loop turn while a long queue is written', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await Promise.all(Array.from({ length: 20_000 }, (_, n) => insert(n)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
