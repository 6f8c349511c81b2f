import type { ExecutionStore } from '../../contracts/ports/execution-store';
import type { ExecutionFilter } from '../../contracts/ports/row-store';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import type { SqliteDatabase } from '../../stores/sqlite/open-database';
import { ORGANIZATION } from '../suites/execution-builders';
import { createSqliteBench } from './sqlite-bench';

const FEW = 200;
const MANY = 100_000;

/** Rows as `putStart` and `close` leave them; one in a thousand failed. */
const FILL = `
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
  INSERT INTO executions (organization, id, workflow, workflowRevision, name, startedAt, startedMs, status, listed, endedAt)
  SELECT ?, ? || i, 'w' || (i % 50), 1, 'Name', '2026-01-01T00:00:00.000Z', 1767225600000 + i,
    CASE WHEN i % 1000 = 0 THEN 'failed' ELSE 'completed' END, 1, '2026-01-01T00:00:00.000Z' FROM n`;

describe('at 100,000 executions', () => {
  let bench: Awaited<ReturnType<typeof createSqliteBench<ExecutionStore>>>;
  let store: ExecutionStore;
  let database: SqliteDatabase;
  beforeAll(async () => {
    bench = await createSqliteBench((opened, folder) => {
      database = opened;
      return createSqliteExecutionStore(opened, createFileBlobStore(folder));
    });
    store = await bench.open();
    await database.write(() => {
      database.statement(FILL).run([FEW, 'few', 'f']);
      database.statement(FILL).run([MANY, ORGANIZATION, 'e']);
      database.statement("INSERT INTO starts SELECT key, '{}', '{}' FROM executions").run([]);
    });
  });
  afterAll(() => bench.destroy());

  /** The quickest of several tries, in milliseconds. */
  async function quickest(action: () => Promise<unknown>): Promise<number> {
    const times: number[] = [];
    for (let turn = 0; turn < 15; turn++) {
      const since = performance.now();
      await action();
      times.push(performance.now() - since);
    }
    return Math.min(...times);
  }

  it.each<[string, ExecutionFilter]>([
    ['all', {}],
    ['those of a workflow', { workflowId: 'w7' }],
    ['those of a rare status', { status: ['failed'] }],
    ['those of several statuses', { status: ['failed', 'running', 'cancelled', 'completed'] }],
    ['those of a workflow and a status', { workflowId: 'w0', status: ['failed'] }],
    ['those that started early', { startedBefore: '2026-01-01T00:00:00.500Z' }],
  ])('lists %s about as quickly as at 200', async (_, filter) => {
    const page = { limit: 50 };
    const few = await quickest(() => store.list('few', filter, page));
    expect(await quickest(() => store.list(ORGANIZATION, filter, page))).toBeLessThan(few * 10 + 3);
  });

  it('reads the last page and one row as quickly as the first', async () => {
    expect(await store.get(ORGANIZATION, 'e50000')).toMatchObject({ id: 'e50000' });
    const few = await quickest(() => store.get('few', 'f100'));
    expect(await quickest(() => store.get(ORGANIZATION, 'e50000'))).toBeLessThan(few * 10 + 3);
    expect(await quickest(() => store.listOpen(100))).toBeLessThan(few * 10 + 3);
    expect(await quickest(() => store.listUnlisted(0, 100))).toBeLessThan(few * 10 + 3);
  });

  it('looks up how steps ended as quickly in a feed of 30,000 events as in one of 60', async () => {
    const fillFeed = database.statement(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO events (execution, seq, id, type, at, body)
      SELECT ?, i, 'each/a#' || i || ' stepCompleted', 'stepCompleted', '2026-01-01T00:00:00.000Z', '{}' FROM n`);
    const keyOf = database.statement<{ key: number }>('SELECT key FROM executions WHERE id = ?');
    await database.write(() => {
      fillFeed.run([60, keyOf.get(['f1'])?.key ?? 0]);
      fillFeed.run([30_000, keyOf.get(['e1'])?.key ?? 0]);
    });
    const paths = Array.from({ length: 60 }, (_, index) => `each/a#${index + 1}`);
    const few = await quickest(() => store.getStepOutcomes('few', 'f1', paths));
    expect(await store.getStepOutcomes(ORGANIZATION, 'e1', ['each/a#29000', 'each/b#1'])).toEqual([{ status: 'completed' }, null]);
    expect(await quickest(() => store.getStepOutcomes(ORGANIZATION, 'e1', paths))).toBeLessThan(few * 10 + 3);
  });
});
