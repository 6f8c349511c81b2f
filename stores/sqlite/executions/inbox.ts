import type { ApprovalFilter, ApprovalStore } from '../../../contracts/ports/approval-store';
import type { SqlValue } from '../open-database';
import { readPage } from '../page';
import { APPROVALS, type ApprovalRow, toApproval } from './approval-rows';
import type { Parts } from './parts';

/** Reading approvals: one, and the list that is everybody's inbox. */
export function createInbox({ database, blobs, approvals }: Parts): Pick<ApprovalStore, 'getApproval' | 'listApprovals'> {
  return {
    async getApproval(organizationId, approvalId) {
      const row = await database.read(() => approvals.find(organizationId, approvalId));
      return row && toApproval(blobs, row);
    },

    listApprovals: (organizationId, filter, page) =>
      readPage({
        scope: { list: 'approvals', organizationId, filter: { ...filter, status: sorted(filter.status), kind: sorted(filter.kind) } },
        page,
        positionLength: 1,
        select: (after, limit) => {
          const { sql, values } = toQuery(organizationId, filter, after?.[0] ?? Number.MAX_SAFE_INTEGER, limit);
          return database.read(() => database.statement<ApprovalRow>(sql).all(values));
        },
        positionOf: (row) => [row.key],
        toItem: (row) => toApproval(blobs, row),
      }),
  };
}

const sorted = <T extends string>(values: T[] | undefined): T[] | undefined => values && [...new Set(values)].sort();

/** One ordered scan for each status, for SQLite cannot merge an `IN` over an ordered index by itself. */
function toQuery(organizationId: string, filter: ApprovalFilter, after: number, limit: number): { sql: string; values: SqlValue[] } {
  const { executionId, workflowId, kind, assignee } = filter;
  const conditions: [string, ...SqlValue[]][] = [['a.organization = ? AND a.key < ?', organizationId, after]];
  if (executionId !== undefined)
    conditions.push(['a.execution = (SELECT key FROM executions WHERE id = ? AND organization = ?)', executionId, organizationId]);
  if (workflowId !== undefined) conditions.push(['e.workflow = ?', workflowId]);
  if (kind !== undefined) conditions.push([`a.kind IN (${kind.map(() => '?').join(', ')})`, ...kind]);
  if (assignee !== undefined) conditions.push(['EXISTS (SELECT 1 FROM json_each(a.assignees) WHERE value = ?)', assignee]);
  const where = conditions.map(([condition]) => condition).join(' AND ');
  const values = conditions.flatMap(([, ...given]) => given);
  const statuses = sorted(filter.status);
  const scans = (statuses ?? [null]).map((status) => ({
    sql: `SELECT * FROM (${APPROVALS} WHERE ${where}${status === null ? '' : ' AND a.status = ?'} ORDER BY a.key DESC LIMIT ?)`,
    values: [...values, ...(status === null ? [] : [status]), limit],
  }));
  return {
    sql: `${scans.map(({ sql }) => sql).join(' UNION ALL ')} ORDER BY key DESC LIMIT ?`,
    values: [...scans.flatMap((scan) => scan.values), limit],
  };
}
