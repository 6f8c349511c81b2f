import type { BlobStore } from '../../contracts/ports/blob-store';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { createSqliteExecutionStore as createSound } from '../../stores/sqlite/execution-store';
import type { SqliteDatabase } from '../../stores/sqlite/open-database';
import { type StoreFaults, withFaults } from '../fakes/faulty-store';

/** Stands in for `stores/sqlite/execution-store.ts` in the processes that `build-faulty-processes.ts` bundles. */
export function createSqliteExecutionStore(database: SqliteDatabase, blobs: BlobStore): ExecutionStore {
  const faults = process.env.CHAOS_STORE_FAULTS;
  if (faults === undefined) throw new Error('A faulty process needs CHAOS_STORE_FAULTS');
  return withFaults(createSound(database, blobs), JSON.parse(faults) as StoreFaults);
}
