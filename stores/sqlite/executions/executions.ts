import type { ExecutionStatus } from '../../../contracts/entities';
import type { ExecutionStore } from '../../../contracts/ports/execution-store';
import type { ExecutionFilter } from '../../../contracts/ports/row-store';
import type { SqlValue } from '../open-database';
import { readPage } from '../page';
import { now, type Parts } from './parts';
import { SHOWN, type ShownRow, toExecution } from './shown-rows';

/** After every row, for a list that begins. */
const LAST_POSITION = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** The rows of executions: one, a list, and the two changes that the API makes. */
export function createExecutions(parts: Parts): Pick<ExecutionStore, 'listStarted' | 'get' | 'list' | 'listForks' | 'requestCancel'> {
  const { database, blobs, executions, letters, setPaused, undoing } = parts;
  const select = database.statement<ShownRow>(`${SHOWN} WHERE e.id = ? AND e.organization = ? AND e.listed = 1`);

  const forks = database.statement<ShownRow>(
    `${SHOWN} WHERE e.organization = ? AND e.source = ? AND e.listed = 1 AND (e.startedMs, e.key) < (?, ?)
     ORDER BY e.startedMs DESC, e.key DESC LIMIT ?`,
  );

  const selectParts = database.statement<{ key: number; id: string; parentStep: string; cancelRequestedAt: string | null }>(
    'SELECT key, id, parentStep, cancelRequestedAt FROM executions WHERE organization = ? AND parent = ? AND endedAt IS NULL',
  );
  const cancelPart = database.statement('UPDATE executions SET cancelRequestedAt = ? WHERE key = ?');

  /** Also those that have not begun; but none that undoes, which no cancel reaches. */
  function cancelParts(whole: { key: number; id: string }, organizationId: string, at: string): void {
    for (const part of selectParts.all([organizationId, whole.id])) {
      if (undoing.isStep(whole, part.parentStep)) continue;
      if (part.cancelRequestedAt === null) cancelPart.run([at, part.key]);
      cancelParts(part, organizationId, at);
    }
  }

  const get: ExecutionStore['get'] = async (organizationId, executionId) => {
    const row = await database.read(() => select.get([executionId, organizationId]));
    return row === undefined ? null : toExecution(blobs, row);
  };

  return {
    get,

    async listStarted(organizationId, executionId) {
      await database.write(() => {
        const row = executions.find(organizationId, executionId);
        if (row === null || row.listed === 1) return;
        row.listed = 1;
        executions.saveState(row);
        const above = row.parent === null ? null : executions.find(organizationId, row.parent);
        // Whoever paused that one could not see this one yet; who resumes it will.
        if (above !== null && above.pausedAt !== null) {
          const at = now();
          const pause = { id: `${row.id}.paused`, kind: 'pause' as const, about: '' };
          setPaused(row, letters.insert(row, pause, { json: null, blob: null }, at), at);
        }
      });
      return get(organizationId, executionId);
    },

    async requestCancel(organizationId, executionId) {
      await database.write(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null || row.ending !== null || row.cancelRequestedAt !== null) return;
        row.cancelRequestedAt = now();
        executions.saveState(row);
        cancelParts(row, organizationId, row.cancelRequestedAt);
      });
      return get(organizationId, executionId);
    },

    listForks: (organizationId, executionId, page) =>
      readPage({
        scope: { list: 'forks', organizationId, executionId },
        page,
        positionLength: 2,
        select: (after, limit) => database.read(() => forks.all([organizationId, executionId, ...(after ?? LAST_POSITION), limit])),
        positionOf: (row) => [row.startedMs, row.key],
        toItem: (row) => toExecution(blobs, row),
      }),

    list: (organizationId, filter, page) =>
      readPage({
        scope: { list: 'executions', organizationId, filter: { ...filter, status: filter.status && [...new Set(filter.status)].sort() } },
        page,
        positionLength: 2,
        select: (after, limit) => {
          const { sql, values } = toListQuery(organizationId, filter, after, limit);
          return database.read(() => database.statement<ShownRow>(sql).all(values));
        },
        positionOf: (row) => [row.startedMs, row.key],
        toItem: (row) => toExecution(blobs, row),
      }),
  };
}

/**
 * One ordered index scan for each choice of equal columns, so that no filter reads more than it shows:
 * SQLite cannot merge an `IN` over an ordered index by itself.
 */
function toListQuery(
  organizationId: string,
  filter: ExecutionFilter,
  after: number[] | null,
  limit: number,
): { sql: string; values: SqlValue[] } {
  const statuses: (ExecutionStatus | undefined)[] = filter.status?.length ? [...new Set(filter.status)] : [undefined];
  const scans = statuses.map((status) => {
    const conditions: [string, ...SqlValue[]][] = [
      ['organization = ?', organizationId],
      filter.parentId === undefined ? ['parent IS NULL'] : ['parent = ?', filter.parentId],
    ];
    if (filter.workflowId !== undefined) conditions.push(['workflow = ?', filter.workflowId]);
    if (status !== undefined) conditions.push(['status = ?', status]);
    if (filter.startedAfter !== undefined) conditions.push(['startedMs > ?', Date.parse(filter.startedAfter)]);
    if (filter.startedBefore !== undefined) conditions.push(['startedMs < ?', Date.parse(filter.startedBefore)]);
    if (after !== null) conditions.push(['(startedMs, key) < (?, ?)', ...after]);
    const where = conditions.map(([condition]) => condition).join(' AND ');
    return {
      sql: `SELECT * FROM (SELECT key FROM executions INDEXED BY ${indexOf(filter, status)} WHERE listed = 1 AND ${where} ORDER BY startedMs DESC, key DESC LIMIT ?)`,
      values: [...conditions.flatMap(([, ...values]) => values), limit],
    };
  });
  return {
    sql: `${SHOWN} WHERE e.key IN (${scans.map((scan) => scan.sql).join(' UNION ALL ')}) ORDER BY e.startedMs DESC, e.key DESC LIMIT ?`,
    values: [...scans.flatMap((scan) => scan.values), limit],
  };
}

function indexOf({ parentId, workflowId }: ExecutionFilter, status: ExecutionStatus | undefined): string {
  if (parentId !== undefined) return 'executionsByParent';
  if (workflowId !== undefined) return 'executionsByWorkflow';
  return status === undefined ? 'executionsByStart' : 'executionsByStatus';
}
