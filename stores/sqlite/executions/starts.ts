import type { Ending, StartRecord } from '../../../contracts/plan';
import type { ExecutionStore, OpenExecution } from '../../../contracts/ports/execution-store';
import { now, type Parts } from './parts';

interface StartRow {
  organization: string;
  id: string;
  workflow: string | null;
  workflowRevision: number | null;
  name: string;
  startedAt: string;
  input: string;
  plan: string;
}

interface OpenRow {
  organization: string;
  id: string;
  cancelRequestedAt: string | null;
}

const OPEN = 'SELECT organization, id, cancelRequestedAt FROM executions';

/** Start records, the facts and the end of an execution, and what the sweeper looks for. */
export function createStarts(
  parts: Parts,
): Pick<ExecutionStore, 'putStart' | 'getStart' | 'appendFacts' | 'close' | 'listOpen' | 'listUnlisted'> {
  const { database, executions, feed } = parts;
  const select = database.statement<StartRow>(
    `SELECT e.organization, e.id, e.workflow, e.workflowRevision, e.name, e.startedAt, s.input, s.plan
     FROM executions e JOIN starts s ON s.execution = e.key WHERE e.id = ? AND e.organization = ?`,
  );
  const insert = database.statement<{ key: number }>(
    `INSERT INTO executions (organization, id, workflow, workflowRevision, name, startedAt, startedMs, status, listed)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 0) RETURNING key`,
  );
  const insertStart = database.statement('INSERT INTO starts (execution, input, plan) VALUES (?, ?, ?)');
  const openFrom = database.statement<OpenRow>(
    `${OPEN} WHERE listed = 1 AND endedAt IS NULL AND (startedMs, key) > (?, ?) ORDER BY startedMs, key LIMIT ?`,
  );
  const unlistedFrom = database.statement<OpenRow>(
    `${OPEN} WHERE listed = 0 AND startedMs <= ? AND (startedMs, key) > (?, ?) ORDER BY startedMs, key LIMIT ?`,
  );
  const place = database.statement<{ startedMs: number; key: number }>('SELECT startedMs, key FROM executions WHERE id = ?');

  const find = (organizationId: string, executionId: string): StartRecord | null => {
    const found = select.get([executionId, organizationId]);
    return found === undefined ? null : toStartRecord(found);
  };

  const placeOf = (executionId: string | undefined) => (executionId === undefined ? { startedMs: 0, key: 0 } : place.get([executionId]));

  return {
    putStart: (record) =>
      database.write(() => {
        const standing = find(record.organizationId, record.executionId);
        if (standing !== null) return standing;
        const { organizationId, executionId, workflowId, workflowRevision, name, startedAt } = record;
        const values = [organizationId, executionId, workflowId, workflowRevision, name, startedAt, Date.parse(startedAt)];
        const { key } = insert.get(values) as { key: number };
        insertStart.run([key, JSON.stringify(record.input), JSON.stringify(record.plan)]);
        return record;
      }),

    getStart: (organizationId, executionId) => database.read(() => find(organizationId, executionId)),

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
  };
}

function toStartRecord(row: StartRow): StartRecord {
  return {
    executionId: row.id,
    organizationId: row.organization,
    workflowId: row.workflow,
    workflowRevision: row.workflowRevision,
    name: row.name,
    plan: JSON.parse(row.plan) as StartRecord['plan'],
    input: JSON.parse(row.input) as StartRecord['input'],
    startedAt: row.startedAt,
  };
}

function toOpenExecution(row: OpenRow): OpenExecution {
  return { organizationId: row.organization, executionId: row.id, cancelRequested: row.cancelRequestedAt !== null };
}
