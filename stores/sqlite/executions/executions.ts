import type { Budget } from '../../../contracts/budget';
import type { Attention, Execution, ExecutionError, ExecutionStatus } from '../../../contracts/entities';
import type { Json } from '../../../contracts/json';
import type { Ending } from '../../../contracts/plan';
import type { ExecutionFilter, ExecutionStore } from '../../../contracts/ports/execution-store';
import type { SqlValue } from '../open-database';
import { readPage } from '../page';
import { type ExecutionRow, toUsage } from './execution-rows';
import { ANSWER_COLUMNS, ANSWER_MESSAGE, type AnswerRow } from './journal-rows';
import { toOutput } from './outputs';
import { now, type Parts } from './parts';
import { fromStandingRow, toBudgetAmounts } from './standing';
import { toParent } from './start-rows';

/** An execution as readers see it; the answer's columns are null when it has no output. */
interface ShownRow
  extends Omit<
    ExecutionRow,
    'listed' | 'lastSeq' | 'lastSuperstep' | 'lastAttempt' | 'ledger' | 'saved' | 'savedCost' | 'waiting' | 'lastWait'
  > {
  name: string;
  startedAt: string;
  startedMs: number;
  forkedFrom: string | null;
  parentStep: string | null;
  input: string;
  answer: string | null;
  answerBlob: AnswerRow['answerBlob'];
  thread: AnswerRow['thread'];
  index: AnswerRow['index'];
  text: AnswerRow['text'];
  textBlob: AnswerRow['textBlob'];
  budget: string | null;
  ledgerCost: string;
  ledgerTokens: number;
  ledgerCalls: number;
  heldCost: string;
  heldTokens: number;
  heldCalls: number;
}

const SHOWN = `SELECT e.key, e.organization, e.id, e.workflow, e.workflowRevision, e.name, e.startedAt, e.startedMs, e.forkedFrom, e.parent, e.parentStep, e.status,
    e.cancelRequestedAt, e.attention, e.pausedAt, e.endedAt, e.ending, e.outputCall, e.inputTokens, e.outputTokens, e.calls, e.wastedCalls, e.currency, e.cost, l.budget,
    l.cost AS ledgerCost, l.tokens AS ledgerTokens, l.calls AS ledgerCalls, l.heldCost, l.heldTokens, l.heldCalls, s.input, ${ANSWER_COLUMNS}
  FROM executions e JOIN starts s ON s.execution = e.key
  LEFT JOIN ledgers l ON l.execution = e.key
  LEFT JOIN attempts a ON a.execution = e.key AND a.callId = e.outputCall AND a.status = 'succeeded'
  ${ANSWER_MESSAGE}`;

/** After every row, for a list that begins. */
const LAST_POSITION = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** The rows of executions: one, a list, and the two changes that the API makes. */
export function createExecutions(parts: Parts): Pick<ExecutionStore, 'listStarted' | 'get' | 'list' | 'listForks' | 'requestCancel'> {
  const { database, blobs, executions, letters, setPaused } = parts;
  const select = database.statement<ShownRow>(`${SHOWN} WHERE e.id = ? AND e.organization = ? AND e.listed = 1`);

  const forks = database.statement<ShownRow>(
    `${SHOWN} WHERE e.organization = ? AND e.source = ? AND e.listed = 1 AND (e.startedMs, e.key) < (?, ?)
     ORDER BY e.startedMs DESC, e.key DESC LIMIT ?`,
  );

  // Also of those that have not begun; what undoes begins later.
  const cancelParts = database.statement(
    `WITH RECURSIVE parts (id) AS (
       SELECT id FROM executions WHERE organization = ?1 AND parent = ?2
       UNION ALL SELECT e.id FROM parts p JOIN executions e ON e.organization = ?1 AND e.parent = p.id
     )
     UPDATE executions SET cancelRequestedAt = ?3
     WHERE organization = ?1 AND id IN (SELECT id FROM parts) AND endedAt IS NULL AND cancelRequestedAt IS NULL`,
  );

  const toExecution = async (row: ShownRow): Promise<Execution> => ({
    id: row.id,
    organizationId: row.organization,
    workflowId: row.workflow,
    workflowRevision: row.workflowRevision,
    name: row.name,
    status: row.status,
    input: JSON.parse(row.input) as Json,
    output: row.answer === null ? null : await toOutput(blobs, { ...row, answer: row.answer }),
    usage: toUsage(row),
    error: errorOf(row.ending),
    ...(row.attention !== null && { attention: JSON.parse(row.attention) as Attention }),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    ...(row.cancelRequestedAt === null ? {} : { cancelRequestedAt: row.cancelRequestedAt }),
    ...(row.pausedAt === null ? {} : { pausedAt: row.pausedAt }),
    ...toBudget(row),
    ...(row.forkedFrom === null ? {} : { forkedFrom: JSON.parse(row.forkedFrom) as Execution['forkedFrom'] }),
    ...toParent(row),
  });

  const get: ExecutionStore['get'] = async (organizationId, executionId) => {
    const row = await database.read(() => select.get([executionId, organizationId]));
    return row === undefined ? null : toExecution(row);
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
        cancelParts.run([organizationId, executionId, row.cancelRequestedAt]);
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
        toItem: toExecution,
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
        toItem: toExecution,
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

/** What is shown of a budget, if the execution has one. */
function toBudget(row: ShownRow): Pick<Execution, 'budget' | 'budgetUsed' | 'budgetReserved'> {
  if (row.budget === null) return {};
  const budget = JSON.parse(row.budget) as Budget;
  const standing = fromStandingRow({ ...row, cost: row.ledgerCost, tokens: row.ledgerTokens, calls: row.ledgerCalls });
  const of = (which: 'used' | 'held') => toBudgetAmounts(standing, which, budget.cost?.currency ?? row.currency);
  return { budget, budgetUsed: of('used'), budgetReserved: of('held') };
}

function errorOf(ending: string | null): ExecutionError | null {
  if (ending === null) return null;
  const parsed = JSON.parse(ending) as Ending;
  return 'error' in parsed ? parsed.error : null;
}
