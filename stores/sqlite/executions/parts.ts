import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { SqliteDatabase } from '../open-database';
import { createAttemptRows } from './attempt-rows';
import { createExecutionRows } from './execution-rows';
import { createFeedWriter } from './feed-writer';
import { createJournalRows } from './journal-rows';
import { createMessageWriter } from './message-writer';

/** What the methods of the execution store are made of. */
export type Parts = ReturnType<typeof createParts>;

export function createParts(database: SqliteDatabase, blobs: BlobStore) {
  const journal = createJournalRows(database);
  const feed = createFeedWriter(database, journal);
  return {
    database,
    blobs,
    journal,
    feed,
    executions: createExecutionRows(database),
    attempts: createAttemptRows(database),
    messages: createMessageWriter(database, feed),
  };
}

/** The store's clock: ISO 8601, UTC. */
export function now(): string {
  return new Date().toISOString();
}
