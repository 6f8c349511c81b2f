import { join } from 'node:path';
import Database from 'libsql';

type Row = Record<string, string | number | null>;

export const LONG_ID = 'exe_long';
/** Events of each repetition, and those around them. */
const EACH = 4;

/**
 * Puts a completed execution with `steps` repetitions of a step into a Studio's store, at once and without running it:
 * a copy of one that has ended with another feed. Returns the number of its events.
 */
export function seedLongExecution(dataFolder: string, copiedFrom: string, steps: number, id = LONG_ID): number {
  const database = new Database(join(dataFolder, 'studio.db'));
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    const original = database.prepare('SELECT * FROM executions WHERE id = ?').get(copiedFrom) as Row;
    const { key: next } = database.prepare('SELECT max(key) + 1 AS key FROM executions').get() as { key: number };
    const lastSeq = 4 + steps * EACH + 3;
    const insert = (table: string, { _metadata, ...row }: Row) => {
      const columns = Object.keys(row);
      const names = columns.map((column) => `"${column}"`).join();
      database.prepare(`INSERT INTO ${table} (${names}) VALUES (${columns.map(() => '?').join()})`).run(...Object.values(row));
    };
    const event = (seq: number, of: string, type: string, body: object) =>
      insert('events', { execution: next, seq, id: `${of} ${type}`, type, at: String(original.startedAt), body: JSON.stringify(body) });

    database
      .transaction(() => {
        insert('executions', { ...original, key: next, id, name: 'Fifty thousand steps', lastSeq, lastSuperstep: steps });
        for (const table of ['starts', 'attempts', 'messages']) {
          for (const row of database.prepare(`SELECT * FROM ${table} WHERE execution = ?`).all(original.key) as Row[]) {
            insert(table, { ...row, execution: next });
          }
        }
        event(1, '', 'executionStarted', { workflowId: original.workflow, workflowRevision: original.workflowRevision });
        event(2, 'report', 'stepStarted', { stepPath: 'report', stepType: 'sequential' });
        event(3, 'report/items', 'stepStarted', { stepPath: 'report/items', stepType: 'loop' });
        insertRepetitions(database, next, String(original.startedAt), steps);
        insertRetriedCall(database, next, String(original.startedAt));
        event(4 + steps * EACH, 'report/items', 'stepCompleted', { stepPath: 'report/items', stepType: 'loop' });
        event(5 + steps * EACH, 'report/last', 'stepStarted', { stepPath: 'report/last', stepType: 'agent' });
        event(6 + steps * EACH, 'report', 'stepCompleted', { stepPath: 'report', stepType: 'sequential' });
        const ending = database.prepare("SELECT * FROM events WHERE execution = ? AND type = 'executionEnded'").get(original.key) as Row;
        insert('events', { ...ending, execution: next, seq: lastSeq });
      })
      .immediate();
    return lastSeq;
  } finally {
    database.close();
  }
}

/** Makes the feed of an execution that is under way longer by as many steps as it takes, which began and ended at once. */
export function lengthenFeed(dataFolder: string, id: string, steps: number): void {
  const database = new Database(join(dataFolder, 'studio.db'));
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    database
      .transaction(() => {
        const { key, lastSeq } = database.prepare('SELECT key, lastSeq FROM executions WHERE id = ?').get(id) as Row;
        for (const [offset, type] of ['stepStarted', 'stepCompleted'].entries()) {
          database
            .prepare(
              `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
             INSERT INTO events (execution, seq, id, type, at, body)
             SELECT ?2, ?3 + 2 * n - 1 + ?4, 'filler#' || n || ' ' || ?5, ?5, ?6,
               json_object('stepPath', 'filler#' || n, 'stepType', 'agent') FROM n`,
            )
            .run(steps, key, lastSeq, offset, type, new Date().toISOString());
        }
        database.prepare('UPDATE executions SET lastSeq = lastSeq + 2 * ? WHERE id = ?').run(steps, id);
      })
      .immediate();
  } finally {
    database.close();
  }
}

/** Lets a repetition of a seeded execution have failed. */
export function failRepetition(dataFolder: string, id: string, number: number): void {
  const database = new Database(join(dataFolder, 'studio.db'));
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    const path = `report/items/write#${number}`;
    const body = JSON.stringify({ stepPath: path, stepType: 'agent', error: { code: 'provider_error', message: 'It broke' } });
    database
      .prepare(
        `UPDATE events SET type = 'stepFailed', id = ?, body = ? WHERE id = ? AND execution = (SELECT key FROM executions WHERE id = ?)`,
      )
      .run(`${path} stepFailed`, body, `${path} stepCompleted`, id);
  } finally {
    database.close();
  }
}

function insertRepetitions(database: InstanceType<typeof Database>, key: number, at: string, steps: number): void {
  const numbers = 'WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)';
  const path = "'report/items/write#' || n";
  const usage = `json_object('inputTokens', n, 'outputTokens', n, 'calls', n, 'wastedCalls', 0, 'cost', NULL)`;
  const kinds = [
    ['stepStarted', `json_object('stepPath', ${path}, 'stepType', 'agent')`],
    ['messageAdded', `json_object('stepPath', ${path})`],
    ['stepCompleted', `json_object('stepPath', ${path}, 'stepType', 'agent')`],
    ['superstepCommitted', `json_object('stepPath', ${path}, 'superstep', n, 'usage', ${usage})`],
  ] as const;
  for (const [offset, [type, body]] of kinds.entries()) {
    const isMessage = type === 'messageAdded';
    const of = isMessage ? `${path} || '/0'` : path;
    database
      .prepare(
        `${numbers} INSERT INTO events (execution, seq, id, type, at, body, thread, "index")
         SELECT ?, 4 + (n - 1) * ${EACH} + ${offset}, ${of} || ' ${type}', '${type}', ?, ${body},
           ${isMessage ? `${path}, 0` : 'NULL, NULL'} FROM n`,
      )
      .run(steps, key, at);
  }
  database
    .prepare(
      `${numbers} INSERT INTO messages (execution, thread, "index", seq, at, body, text)
       SELECT ?, ${path}, 0, 4 + (n - 1) * ${EACH} + 1, ?, json_object('role', 'assistant', 'agent', 'Writer', 'callId', ${path} || ':m1'),
         json_quote('Chapter ' || n || '. ' || replace(hex(zeroblob(300)), '0', 'word ')) FROM n`,
    )
    .run(steps, key, at);
}

/** The first repetition's call was answered at its second attempt, after a pause. */
function insertRetriedCall(database: InstanceType<typeof Database>, key: number, at: string): void {
  const path = 'report/items/write#1';
  const second = (number: number) => new Date(Date.parse(at) + number * 1_000).toISOString();
  const insert = database.prepare(
    `INSERT INTO attempts (execution, callId, attempt, number, kind, status, wasted, leastInputTokens, inputTokens, outputTokens, estimated,
       reason, startedAt, endedAt, thread, "index")
     VALUES (?, ?, ?, 1000000 + ?, 'model', ?, 0, 0, 1, 1, 0, ?, ?, ?, ?, ?)`,
  );
  insert.run(key, `${path}:m1`, 1, 1, 'failed', 'http_503', second(0), second(1), null, null);
  insert.run(key, `${path}:m1`, 2, 2, 'succeeded', null, second(2), second(3), path, 0);
}
