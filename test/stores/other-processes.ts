import { spawnSync } from 'node:child_process';
import type { SqliteDatabase } from '../../stores/sqlite/open-database';
import { createSqliteBench } from './sqlite-bench';

/** A bench whose stores belong to this process, to one that lives (our parent) or to one that has died; and a clock. */
export async function createBenchOfProcesses<Store>(
  createStore: (database: SqliteDatabase, options: { owner: string; now: () => number }) => Store,
) {
  let time = Date.now();
  const own = `${process.pid}:own`;
  let owner = own;
  const bench = await createSqliteBench((database) => createStore(database, { owner, now: () => time }));
  const openAs = (other: string) => {
    owner = other;
    return bench.open();
  };
  return {
    ...bench,
    open: () => openAs(own),
    openAlive: () => openAs(`${process.ppid}:parent`),
    openDead: () => openAs(`${spawnSync(process.execPath, ['-e', '0']).pid}:gone`),
    advance(milliseconds: number) {
      time += milliseconds;
    },
  };
}
