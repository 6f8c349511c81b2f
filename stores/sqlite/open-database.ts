import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { withStoreErrors } from '../to-store-error';
import { MIGRATIONS } from './schema';
import { createTransactions, inTransaction, type Transactions, waitWhileBusy } from './transaction';

export type SqlValue = string | number | null;

/** A prepared statement. Call it inside a body of {@link SqliteDatabase.write} or {@link SqliteDatabase.read} only. */
export interface Statement<Row> {
  get(values: SqlValue[]): Row | undefined;
  all(values: SqlValue[]): Row[];
  /** Returns how many rows it changed. */
  run(values: SqlValue[]): number;
}

/** The process's one connection to the database file. What its disk refuses is a `StoreFull` or a `StoreUnavailable`. */
export interface SqliteDatabase extends Pick<Transactions, 'write' | 'read'> {
  /** Prepared once for each text. */
  statement<Row = never>(sql: string): Statement<Row>;
  /** Finishes what is queued, then closes the file. */
  close(): Promise<void>;
}

/** A newer version of Agent Studio wrote the database. */
export class NewerDatabase extends Error {
  constructor(file: string, version: number, known: number) {
    super(
      `The database ${file} was written by a newer Agent Studio (schema ${version}, this one knows ${known}); update Agent Studio or choose another STUDIO_DATA`,
    );
    this.name = 'NewerDatabase';
  }
}

export interface OpenOptions {
  /** Bounds the wait for a busy database; 30 s. */
  longestWaitMs?: number;
  /** The steps of the schema; tests have their own. */
  migrations?: readonly string[];
}

/**
 * Opens the database file, makes or migrates it, and keeps one connection: WAL, `synchronous=FULL`, foreign keys on.
 * Refuses a database that a newer version wrote, with a {@link NewerDatabase}. A migration is one transaction: whatever
 * interrupts it leaves the database as it was.
 */
export async function openDatabase(file: string, options: OpenOptions = {}): Promise<SqliteDatabase> {
  const { migrations = MIGRATIONS } = options;
  mkdirSync(dirname(file), { recursive: true });
  // Busy errors come at once: we wait for them ourselves, without blocking the event loop.
  const connection = new Libsql(file, { timeout: 0 });
  try {
    await waitWhileBusy(() => prepareConnection(connection, file, migrations), options.longestWaitMs);
  } catch (error) {
    connection.close();
    throw error;
  }
  const transactions = createTransactions(connection, options.longestWaitMs);
  const statements = new Map<string, Statement<unknown>>();
  return {
    write: (body) => withStoreErrors(() => transactions.write(body)),
    read: (body) => withStoreErrors(() => transactions.read(body)),
    statement<Row>(sql: string) {
      const statement = statements.get(sql) ?? prepare(connection, sql);
      statements.set(sql, statement);
      return statement as Statement<Row>;
    },
    async close() {
      await transactions.drain();
      if (connection.open) connection.close();
    },
  };
}

function prepareConnection(connection: Libsql.Database, file: string, migrations: readonly string[]): void {
  refuseNewer(connection, file, migrations.length);
  // 16 MiB of pages, for a batch that writes many executions would spill the default 2 MiB.
  connection.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY');
  const mode = connection.prepare('PRAGMA journal_mode = WAL').get([]) as { journal_mode: string };
  if (mode.journal_mode !== 'wal') {
    throw new Error(`The database ${file} cannot use write-ahead logging; put the data folder on a local disk`);
  }
  if (versionOf(connection) === migrations.length) return;
  inTransaction(connection, 'BEGIN IMMEDIATE', () => {
    // Another process may have migrated it while we waited for the lock.
    refuseNewer(connection, file, migrations.length);
    for (const migration of migrations.slice(versionOf(connection))) connection.exec(migration);
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function refuseNewer(connection: Libsql.Database, file: string, known: number): void {
  const version = versionOf(connection);
  if (version > known) throw new NewerDatabase(file, version, known);
}

function versionOf(connection: Libsql.Database): number {
  return (connection.prepare('PRAGMA user_version').get([]) as { user_version: number }).user_version;
}

function prepare(connection: Libsql.Database, sql: string): Statement<unknown> {
  const statement = connection.prepare(sql);
  return {
    get: (values) => statement.get(values),
    all: (values) => statement.all(values),
    run: (values) => statement.run(values).changes,
  };
}
