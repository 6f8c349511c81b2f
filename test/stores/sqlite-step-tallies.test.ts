import type { Fact } from '../../contracts/plan';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import type { SqliteDatabase } from '../../stores/sqlite/open-database';
import { completed, ORGANIZATION, startRecord } from '../suites/execution-builders';
import { createSqliteBench } from './sqlite-bench';

const MANY = 12_000;

it('counts the steps of a feed of any length once, and then reads only what is new', async () => {
  let database: SqliteDatabase | undefined;
  const bench = await createSqliteBench<ExecutionStore>((opened, folder) => {
    database = opened;
    return createSqliteExecutionStore(opened, createFileBlobStore(folder));
  });
  try {
    const store = await bench.open();
    await store.putStart(startRecord('e1'));
    const started = (stepPath: string, stepType = 'agent'): Fact => ({ type: 'stepStarted', stepPath, stepType });
    const bodies = Array.from({ length: MANY }, (_, index) => started(`loop/body#${index + 1}`));
    await store.appendFacts(ORGANIZATION, 'e1', [started('loop', 'loop'), ...bodies]);
    const count = async () => {
      const steps = await store.summarizeSteps(ORGANIZATION, 'e1', { parent: 'loop', after: 0, limit: 1 });
      return steps?.map(({ begun, completed: over }) => [begun, over]);
    };
    // Several at once count nothing twice.
    expect(await Promise.all([count(), count(), count()])).toEqual(Array(3).fill([[MANY, 0]]));
    // What was counted is not looked at again: it is not even missed.
    await database?.write(() => database?.statement('DELETE FROM events WHERE seq BETWEEN 100 AND 11000').run([]));
    await store.appendFacts(ORGANIZATION, 'e1', [completed('loop/body#7'), started(`loop/body#${MANY + 1}`)]);
    expect(await count()).toEqual([[MANY + 1, 1]]);
  } finally {
    await bench.destroy();
  }
});
