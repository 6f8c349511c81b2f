import { LIMIT } from '../../../contracts/constants';
import type { EventBodies, EventType } from '../../../contracts/events';
import type { Ending, Fact } from '../../../contracts/plan';
import type { SqliteDatabase } from '../open-database';
import { type ExecutionRow, toUsage } from './execution-rows';
import type { JournalRows } from './journal-rows';

/** What the store keeps of an event; a message's text is joined when it is read. */
export type StoredBody<T extends EventType> = (T extends 'messageAdded' ? object : EventBodies[T]) & {
  stepPath?: string;
  superstep?: number;
};

export type FeedWriter = ReturnType<typeof createFeedWriter>;

/** Appends to feeds, inside a write transaction. The caller saves the row's counters. */
export function createFeedWriter(database: SqliteDatabase, journal: JournalRows) {
  const insert = database.statement(
    `INSERT INTO events (execution, seq, id, type, at, body, outputCall) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (execution, id) DO NOTHING`,
  );
  const selectId = database.statement<{ seq: number }>('SELECT seq FROM events WHERE execution = ? AND id = ?');

  const feed = {
    /** Appends an event once by its id and returns its `seq`; null when it was there already. */
    append<T extends EventType>(
      row: ExecutionRow,
      event: { type: T; id: string; at: string; body: StoredBody<T>; outputCall?: string },
    ): number | null {
      if (row.ending !== null) throw new Error(`The feed of "${row.id}" has its terminal event; nothing may follow it`);
      const seq = row.lastSeq + 1;
      const id = `${event.type}:${event.id}`;
      const added = insert.run([row.key, seq, id, event.type, event.at, JSON.stringify(event.body), event.outputCall ?? null]);
      if (added === 0) return null;
      row.lastSeq = seq;
      return seq;
    },

    /** Each once by type and step path. */
    appendFacts(row: ExecutionRow, facts: Fact[], at: string): void {
      for (const fact of facts) appendFact(row, fact, at);
    },

    /** Writes the terminal event and ends the row. */
    appendEnding(row: ExecutionRow, ending: Ending, at: string): void {
      const outputCall = ending.status === 'completed' ? ending.output : undefined;
      const output = outputCall === undefined ? null : journal.preview(row.key, outputCall, LIMIT.eventOutputText);
      const body = {
        status: ending.status,
        ...(output === null ? {} : { output }),
        ...('error' in ending ? { error: ending.error } : {}),
        usage: toUsage(row),
      };
      feed.append(row, { type: 'executionEnded', id: '', at, body, outputCall });
      Object.assign(row, { status: ending.status, listed: 1, endedAt: at, ending: JSON.stringify(ending), outputCall: outputCall ?? null });
    },
  };

  function appendFact(row: ExecutionRow, fact: Fact, at: string): void {
    if (fact.type === 'executionStarted') {
      feed.append(row, { type: fact.type, id: '', at, body: { workflowId: row.workflow, workflowRevision: row.workflowRevision } });
    } else if (fact.type === 'superstepCommitted') {
      appendSuperstep(row, fact.stepPath, at);
    } else if (fact.type === 'stepCompleted') {
      const { stepPath, stepType } = fact;
      const output = fact.output === undefined ? null : journal.preview(row.key, fact.output, LIMIT.eventOutputText);
      const body = { stepPath, stepType, ...(output === null ? {} : { output }) };
      feed.append(row, { type: fact.type, id: stepPath, at, body, outputCall: fact.output });
    } else {
      const { type, ...body } = fact;
      feed.append(row, { type, id: fact.stepPath, at, body: body as StoredBody<typeof type> });
    }
  }

  function appendSuperstep(row: ExecutionRow, stepPath: string, at: string): void {
    // Looked up first: a repeat must not use up a number.
    if (selectId.get([row.key, `superstepCommitted:${stepPath}`]) !== undefined) return;
    row.lastSuperstep += 1;
    const body = { stepPath, superstep: row.lastSuperstep, usage: toUsage(row) };
    feed.append(row, { type: 'superstepCommitted', id: stepPath, at, body });
  }

  return feed;
}
