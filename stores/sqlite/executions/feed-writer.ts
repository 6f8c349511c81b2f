import { LIMIT } from '../../../contracts/constants';
import type { EventBodies, EventType } from '../../../contracts/events';
import type { MessageContent } from '../../../contracts/letters';
import type { Ending, Fact } from '../../../contracts/plan';
import { cutBytes } from '../../cut-bytes';
import type { SqliteDatabase } from '../open-database';
import type { ApprovalRows } from './approval-rows';
import { type ExecutionRow, type ExecutionRows, toOpenStatus, toUsage } from './execution-rows';
import type { JournalRows } from './journal-rows';
import type { LetterRows } from './letter-rows';

/** What the store keeps of an event; a message's text is joined when it is read. */
type StoredBody<T extends EventType> = (T extends 'messageAdded' ? object : EventBodies[T]) & {
  stepPath?: string;
  superstep?: number;
};

interface NewEvent<T extends EventType> {
  type: T;
  /** The step, call or message that it happens to: with the type, what makes it the same event. */
  of: string;
  at: string;
  body: StoredBody<T>;
  /** The call whose answer is the output in `body`. */
  outputCall?: string;
  /** Where the message is that is joined when the event is read. */
  message?: { thread: string; index: number };
}

export type FeedWriter = ReturnType<typeof createFeedWriter>;

/** What a feed is told from besides its own table. */
interface FeedParts {
  journal: JournalRows;
  approvals: ApprovalRows;
  executions: ExecutionRows;
  letters: LetterRows;
}

/** Appends to feeds, inside a write transaction. The caller saves the row's counters. */
export function createFeedWriter(database: SqliteDatabase, { journal, approvals, executions, letters }: FeedParts) {
  const insert = database.statement(
    `INSERT INTO events (execution, seq, id, type, at, body, outputCall, thread, "index") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (execution, id) DO NOTHING`,
  );

  const feed = {
    /** Appends an event once by its subject and type and returns its `seq`; null when it was there already. */
    append<T extends EventType>(row: ExecutionRow, event: NewEvent<T>): number | null {
      if (row.ending !== null) throw new Error(`The feed of "${row.id}" has its terminal event; nothing may follow it`);
      const seq = row.lastSeq + 1;
      const { type, at, body, outputCall, message } = event;
      const values = [outputCall ?? null, message?.thread ?? null, message?.index ?? null];
      const added = insert.run([row.key, seq, toEventId(type, event.of), type, at, JSON.stringify(body), ...values]);
      if (added === 0) return null;
      row.lastSeq = seq;
      return seq;
    },

    /** Each once by type and step path. */
    appendFacts(row: ExecutionRow, facts: Fact[], at: string): void {
      for (const fact of facts) appendFact(row, fact, at);
    },

    /** A call begins: whatever was waited for, this is not. */
    recordCall(row: ExecutionRow, at: string): void {
      executions.recordActivity(row);
      if (row.waiting === 0) return;
      row.waiting = 0;
      feed.settleStatus(row, at);
    },

    /** Brings the status up to what the row says, and tells it once the feed has begun. */
    settleStatus(row: ExecutionRow, at: string): void {
      const status = row.lastSeq === 0 && row.pausedAt === null ? 'queued' : toOpenStatus(row);
      if (row.status !== status) {
        row.status = status;
        if (row.lastSeq > 0) feed.append(row, { type: 'statusChanged', of: String(row.lastSeq + 1), at, body: { status } });
      }
      executions.saveState(row);
    },

    /** Tells of what was said in a chat, or in any, and will not be heard any more. */
    tellUnheard(row: ExecutionRow, at: string, chat?: string): void {
      for (const { number, id, about, json } of letters.untakenMessages(row, chat)) {
        letters.markTaken(row, number, '');
        feed.append(row, { type: 'messageUnheard', of: id, at, body: { stepPath: about, messageId: id, ...toSaid(json) } });
      }
    },

    /** Writes the terminal event and ends the row. */
    appendEnding(row: ExecutionRow, ending: Ending, at: string): void {
      const outputCall = ending.status === 'completed' ? ending.output : undefined;
      const output = outputCall === undefined ? null : journal.shown(row.key, outputCall);
      const body = {
        status: ending.status,
        ...(output === null ? {} : { output }),
        ...('error' in ending ? { error: ending.error } : {}),
        usage: toUsage(row),
      };
      feed.append(row, { type: 'executionEnded', of: '', at, body, outputCall });
      Object.assign(row, { status: ending.status, listed: 1, endedAt: at, ending: JSON.stringify(ending), outputCall: outputCall ?? null });
      Object.assign(row, { attention: null, pausedAt: null, waiting: 0 });
    },
  };

  function appendFact(row: ExecutionRow, fact: Fact, at: string): void {
    if (fact.type === 'executionStarted') {
      feed.append(row, { type: fact.type, of: '', at, body: { workflowId: row.workflow, workflowRevision: row.workflowRevision } });
    } else if (fact.type === 'executionWaiting') {
      // Told late, when something has gone on meanwhile, it means nothing.
      if (fact.number <= row.lastWait) return;
      Object.assign(row, { lastWait: fact.number, waiting: 1 });
      feed.settleStatus(row, at);
    } else if (fact.type === 'superstepCommitted') {
      appendSuperstep(row, fact.stepPath, at);
    } else if (fact.type === 'stepCompleted') {
      const { stepPath, stepType } = fact;
      const output = fact.output === undefined ? null : journal.preview(row.key, fact.output, LIMIT.eventOutputText);
      const body = { stepPath, stepType, ...(output === null ? {} : { output }) };
      feed.append(row, { type: fact.type, of: stepPath, at, body, outputCall: fact.output });
      if (stepType === 'groupChat') feed.tellUnheard(row, at, stepPath);
    } else if (fact.type === 'approvalCancelled') {
      const { type, ...body } = fact;
      // One that was decided meanwhile stays decided.
      if (approvals.cancel(row, fact.approvalId)) feed.append(row, { type, of: fact.approvalId, at, body });
    } else if (fact.type === 'childStarted') {
      // Once for each child: a fork runs another one at the same step.
      const { type, ...body } = fact;
      feed.append(row, { type, of: fact.childExecutionId, at, body });
    } else {
      const { type, ...body } = fact;
      feed.append(row, { type, of: fact.stepPath, at, body: body as StoredBody<typeof type> });
      if ((type === 'stepFailed' || type === 'stepCancelled') && fact.stepType === 'groupChat') feed.tellUnheard(row, at, fact.stepPath);
      // Of the whole tree: it ends, and no pause holds back what undoes it.
      if (type === 'stepCancelled' && !fact.stepPath.includes('/') && row.pausedAt !== null) {
        row.pausedAt = null;
        feed.settleStatus(row, at);
      }
    }
  }

  function appendSuperstep(row: ExecutionRow, stepPath: string, at: string): void {
    const superstep = row.lastSuperstep + 1;
    const body = { stepPath, superstep, usage: toUsage(row) };
    // A repeat must not use up a number.
    if (feed.append(row, { type: 'superstepCommitted', of: stepPath, at, body }) !== null) row.lastSuperstep = superstep;
  }

  return feed;
}

/** The subject first: events of the same step or call are near each other in the index. */
export function toEventId(type: EventType, of: string): string {
  return `${of} ${type}`;
}

/** What a message says, as much of it as an event shows; nothing of one that is so long that it is elsewhere. */
function toSaid(json: string | null): Pick<EventBodies['messageUnheard'], 'as' | 'text' | 'truncated'> {
  if (json === null) return {};
  const { as, text } = JSON.parse(json) as MessageContent;
  return { as, ...cutBytes(text, LIMIT.eventMessageText) };
}
