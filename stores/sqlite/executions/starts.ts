import type { ExecutionStatus } from '../../../contracts/entities';
import type { Ending } from '../../../contracts/plan';
import type { ExecutionStore } from '../../../contracts/ports/execution-store';
import type { CancellingExecution, OpenExecution } from '../../../contracts/ports/row-store';
import { now, type Parts } from './parts';

interface OpenRow {
  organization: string;
  id: string;
  status: ExecutionStatus;
  cancelRequested: 0 | 1;
}

const PARENT_IS_OPEN = `EXISTS (
  SELECT 1 FROM executions p WHERE p.id = e.parent AND p.organization = e.organization AND p.listed = 1 AND p.endedAt IS NULL
)`;

const OPEN = `SELECT organization, id, status, cancelRequestedAt IS NOT NULL OR (parent IS NOT NULL AND NOT ${PARENT_IS_OPEN}) AS cancelRequested
  FROM executions e`;

/** Start records, the facts and the end of an execution, and what the sweeper looks for. */
export function createStarts(
  parts: Parts,
): Pick<ExecutionStore, 'putStart' | 'getStart' | 'appendFacts' | 'close' | 'listOpen' | 'listUnlisted' | 'listCancelling'> {
  const { database, executions, feed, starts } = parts;
  const openFrom = database.statement<OpenRow>(
    `${OPEN} WHERE listed = 1 AND endedAt IS NULL AND (startedMs, key) > (?, ?) ORDER BY startedMs, key LIMIT ?`,
  );
  const unlistedFrom = database.statement<OpenRow>(
    `${OPEN} WHERE listed = 0 AND (parent IS NULL OR NOT ${PARENT_IS_OPEN}) AND startedMs <= ? AND (startedMs, key) > (?, ?) ORDER BY startedMs, key LIMIT ?`,
  );
  const cancellingFrom = database.statement<CancellingExecution>(
    `SELECT organization AS organizationId, id AS executionId, cancelRequestedAt FROM executions
     WHERE listed = 1 AND endedAt IS NULL AND cancelRequestedAt < ? AND key < coalesce((SELECT key FROM executions WHERE id = ?), ${Number.MAX_SAFE_INTEGER})
     ORDER BY key DESC LIMIT ?`,
  );
  const place = database.statement<{ startedMs: number; key: number }>('SELECT startedMs, key FROM executions WHERE id = ?');

  const placeOf = (executionId: string | undefined) => (executionId === undefined ? { startedMs: 0, key: 0 } : place.get([executionId]));

  return {
    putStart: (record) =>
      database.write(() => {
        const standing = starts.find(record.organizationId, record.executionId);
        if (standing === null) starts.insert(record);
        return standing ?? record;
      }),

    getStart: (organizationId, executionId) => database.read(() => starts.find(organizationId, executionId)),

    async appendFacts(organizationId, executionId, facts) {
      await database.write(() => {
        const row = executions.require(organizationId, executionId);
        if (row.ending !== null) return;
        executions.recordActivity(row);
        feed.appendFacts(row, facts, now());
        executions.saveCounters(row);
      });
    },

    close: (organizationId, executionId, facts, ending) =>
      database.write(() => {
        const row = executions.require(organizationId, executionId);
        if (row.ending !== null) return JSON.parse(row.ending) as Ending;
        parts.close(row, facts, ending, now());
        executions.saveCounters(row);
        return ending;
      }),

    listOpen: (limit, afterExecutionId) =>
      database.read(() => {
        const after = placeOf(afterExecutionId);
        return after === undefined ? [] : openFrom.all([after.startedMs, after.key, limit]).map(toOpenExecution);
      }),

    listUnlisted: (olderThanMs, limit, afterExecutionId) =>
      database.read(() => {
        const after = placeOf(afterExecutionId);
        return after === undefined
          ? []
          : unlistedFrom.all([Date.now() - olderThanMs, after.startedMs, after.key, limit]).map(toOpenExecution);
      }),

    listCancelling: (requestedBefore, limit, afterExecutionId) =>
      database.read(() => cancellingFrom.all([requestedBefore, afterExecutionId ?? null, limit])),
  };
}

function toOpenExecution(row: OpenRow): OpenExecution {
  return { organizationId: row.organization, executionId: row.id, status: row.status, cancelRequested: row.cancelRequested === 1 };
}
