import type { Letter } from '../../../contracts/letters';
import type { Ending, Fact } from '../../../contracts/plan';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { SqliteDatabase } from '../open-database';
import { createApprovalRows } from './approval-rows';
import { createAttemptRows } from './attempt-rows';
import { createExchangeRows } from './exchange-rows';
import { createExecutionRows, type ExecutionRow } from './execution-rows';
import { createFeedWriter } from './feed-writer';
import { createJournalRows } from './journal-rows';
import { createLedgers } from './ledgers';
import { createLetterRows } from './letter-rows';
import { createMessageWriter } from './message-writer';
import { createNoticeRows } from './notice-rows';
import { createStartRows } from './start-rows';
import { createUndoing } from './undoing';

/** What the methods of the execution store are made of. */
export type Parts = ReturnType<typeof createParts>;

export function createParts(database: SqliteDatabase, blobs: BlobStore) {
  const journal = createJournalRows(database);
  const approvals = createApprovalRows(database);
  const executions = createExecutionRows(database);
  const letters = createLetterRows(database);
  const feed = createFeedWriter(database, { journal, approvals, executions, letters });
  const ledgers = createLedgers(database, executions, feed);
  const attempts = createAttemptRows(database, ledgers);
  const undoing = createUndoing(database);
  return {
    database,
    blobs,
    journal,
    feed,
    executions,
    attempts,
    approvals,
    exchanges: createExchangeRows(database),
    notices: createNoticeRows(database),
    ledgers,
    undoing,
    starts: createStartRows(database, { ledgers, undoing }),
    letters,
    /** Holds the execution, or lets it go on, as a letter says that was accepted. */
    setPaused(row: ExecutionRow, { number, kind }: Pick<Letter, 'number' | 'kind'>, at: string): void {
      letters.markTaken(row, number, '');
      row.pausedAt = kind === 'pause' ? at : null;
      feed.settleStatus(row, at);
      executions.saveCounters(row);
    },
    /** Last facts and terminal event, inside a write transaction; what is still open is lost. The caller saves the counters. */
    close(row: ExecutionRow, facts: Fact[], ending: Ending, at: string): void {
      const unanswered = approvals
        .findPending(row)
        .map(({ id, stepPath }) => ({ type: 'approvalCancelled' as const, stepPath, approvalId: id }));
      feed.appendFacts(row, [...facts, ...unanswered], at);
      for (const open of attempts.findOpen(row)) attempts.markLost(row, open, at);
      feed.tellUnheard(row, at);
      if (ending.status === 'budget_exhausted') ledgers.tellTimeUp(row, at);
      feed.appendEnding(row, ending, at);
      executions.saveState(row);
    },
    messages: createMessageWriter(database, feed),
    /** What `select` reads of an execution, on one snapshot; null when it is unknown. `select` is synchronous. */
    readOf: <T>(organizationId: string, executionId: string, select: (row: ExecutionRow) => T): Promise<T | null> =>
      database.read(() => {
        const row = executions.find(organizationId, executionId);
        return row && select(row);
      }),
  };
}

/** The store's clock: ISO 8601, UTC. */
export function now(): string {
  return new Date().toISOString();
}
