import { createId } from '../../api/create-id';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createDataFolder } from '../../runtime/data-folder';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { openDatabase, type SqliteDatabase } from '../../stores/sqlite/open-database';

/** Rows copied in one transaction. */
const CHUNK = 5_000;
/** Between two starts; all are recent, or the product would delete them as too old. */
const APART_MS = 10;
/** One in so many has failed. */
const FAILED_ONE_IN = 10;

const PARTS = ['starts', 'events', 'messages', 'attempts'] as const;
/** What is not the same in all copies. */
const OWN = ['key', 'id', 'startedAt', 'startedMs', 'endedAt'];

/**
 * Fills the store of a data folder with `count` executions that have ended, each with its start record, feed,
 * messages and journal: one is written through the store's port, the others are copies of its rows. They are called
 * {@link seededId} of 1 to `count`.
 */
export async function seedExecutions(dataFolder: string, count: number): Promise<void> {
  const folder = createDataFolder(dataFolder);
  const database = await openDatabase(folder.database);
  try {
    const template = createId('exe');
    await writeExecution(database, folder.blobs, template);
    for (let from = 1; from <= count; from += CHUNK) {
      await copy(database, template, from, Math.min(count, from + CHUNK - 1), count);
    }
  } finally {
    await database.close();
  }
}

export function seededId(number: number): string {
  return `exe_${String(number).padStart(26, '0')}`;
}

async function writeExecution(database: SqliteDatabase, blobs: string, executionId: string): Promise<void> {
  const store = createSqliteExecutionStore(database, createFileBlobStore(blobs));
  const thread = { thread: 'writer', index: 0 };
  const about = { stepPath: 'writer', stepType: 'agent' };
  const call = { callId: 'writer:m1', stepPath: 'writer', attempt: 1, kind: 'model' as const };
  await store.putStart({
    executionId,
    organizationId: LOCAL_ORGANIZATION,
    workflowId: 'wfl_bench',
    workflowRevision: 1,
    name: 'Bench',
    plan: { root: { id: 'writer', type: 'agent', agent: 'agt_bench' }, agents: {} },
    input: 'Write about the sea.',
    startedAt: new Date().toISOString(),
  });
  await store.beginAttempt(LOCAL_ORGANIZATION, executionId, {
    ...call,
    activity: 'bench',
    worker: 'bench',
    facts: [{ type: 'executionStarted' }, { type: 'stepStarted', ...about }],
    messages: [{ ...thread, role: 'user', text: 'Write about the sea.' }],
    estimatedInputTokens: 10,
  });
  await store.commitCall(LOCAL_ORGANIZATION, executionId, {
    ...call,
    digest: {},
    messages: [{ ...thread, index: 1, role: 'assistant', text: 'Forty bytes of text that mean not much. '.repeat(10) }],
    output: { message: { ...thread, index: 1 } },
    usage: { inputTokens: 100, outputTokens: 100, estimated: false },
    closing: [
      { type: 'stepCompleted', ...about, output: call.callId },
      { type: 'superstepCommitted', stepPath: 'writer' },
    ],
  });
}

async function copy(database: SqliteDatabase, template: string, from: number, to: number, count: number): Promise<void> {
  const columnsOf = (table: string, own: readonly string[]) =>
    database
      .statement<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
      .all([])
      .map(({ name }) => `"${name}"`)
      .filter((name) => !own.includes(name.slice(1, -1)))
      .join(', ');
  await database.write(() => {
    const key = database.statement<{ key: number }>('SELECT key FROM executions WHERE id = ?').get([template])?.key ?? 0;
    const same = columnsOf('executions', OWN);
    database
      .statement(
        `WITH RECURSIVE n (i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i < ?),
           times AS (SELECT i, ? - (? - i) * ${APART_MS} AS ms FROM n)
         INSERT INTO executions (key, id, startedMs, startedAt, endedAt, ${same})
         SELECT ? + i, printf('exe_%026d', i), ms, ${AT_MS}, ${AT_MS}, ${same} FROM times, executions WHERE key = ?`,
      )
      .run([from, to, Date.now(), count, key, key]);
    for (const table of PARTS) {
      const rest = columnsOf(table, ['execution']);
      database
        .statement(
          `INSERT INTO ${table} (execution, ${rest}) SELECT key, ${rest} FROM (SELECT ${rest} FROM ${table} WHERE execution = ?), (SELECT key FROM executions)
           WHERE key BETWEEN ? AND ?`,
        )
        .run([key, key + from, key + to]);
    }
    database
      .statement(`UPDATE executions SET status = 'failed', ending = ?, outputCall = NULL WHERE key BETWEEN ? AND ? AND key % ? = 0`)
      .run([FAILURE, key + from, key + to, FAILED_ONE_IN]);
  });
}

/** ISO 8601 of the column `ms`. */
const AT_MS = `strftime('%Y-%m-%dT%H:%M:%S', ms / 1000, 'unixepoch') || printf('.%03dZ', ms % 1000)`;

const FAILURE = JSON.stringify({
  status: 'failed',
  error: { code: 'provider_error', message: 'The model did not answer', stepPath: 'writer' },
});
