import type { Budget } from '../../../contracts/budget';
import type { StartRecord } from '../../../contracts/plan';
import { commonCurrency } from '../../../contracts/prices';
import type { SqliteDatabase } from '../open-database';
import type { Ledgers } from './ledgers';
import type { Undoing } from './undoing';

interface StartRow {
  organization: string;
  id: string;
  workflow: string | null;
  workflowRevision: number | null;
  name: string;
  startedAt: string;
  forkedFrom: string | null;
  parent: string | null;
  parentStep: string | null;
  input: string;
  plan: string;
  budget: string | null;
}

/** Start records, for use inside a transaction. */
export function createStartRows(database: SqliteDatabase, { ledgers, undoing }: { ledgers: Ledgers; undoing: Undoing }) {
  const select = database.statement<StartRow>(
    `SELECT e.organization, e.id, e.workflow, e.workflowRevision, e.name, e.startedAt, e.forkedFrom, e.parent, e.parentStep, s.input, s.plan,
       l.budget FROM executions e JOIN starts s ON s.execution = e.key LEFT JOIN ledgers l ON l.execution = e.key WHERE e.id = ? AND e.organization = ?`,
  );
  const insert = database.statement<{ key: number }>(
    `INSERT INTO executions (organization, id, workflow, workflowRevision, name, startedAt, startedMs, forkedFrom, source, parent, parentStep,
       currency, cancelRequestedAt, status, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0) RETURNING key`,
  );
  const selectParent = database.statement<{ key: number; ledger: number | null; cancelRequestedAt: string | null }>(
    'SELECT key, ledger, cancelRequestedAt FROM executions WHERE id = ? AND organization = ?',
  );
  const setLedger = database.statement('UPDATE executions SET ledger = ? WHERE key = ?');
  const insertStart = database.statement('INSERT INTO starts (execution, input, plan) VALUES (?, ?, ?)');

  return {
    find(organizationId: string, executionId: string): StartRecord | null {
      const found = select.get([executionId, organizationId]);
      return found === undefined ? null : toStartRecord(found);
    },
    /** Returns the key of the execution's row. */
    insert(record: StartRecord): number {
      const { organizationId, executionId, workflowId, workflowRevision, name, startedAt, forkedFrom, parent } = record;
      const origin = forkedFrom === undefined ? [null, null] : [JSON.stringify(forkedFrom), forkedFrom.executionId];
      const place = [parent?.executionId ?? null, parent?.stepPath ?? null];
      const above = parent === undefined ? null : (selectParent.get([parent.executionId, organizationId]) ?? null);
      const currency = commonCurrency(
        Object.values(record.plan.agents).flatMap(({ price, fallbackPrices = [] }) => [price, ...fallbackPrices]),
      );
      const values = [
        organizationId,
        executionId,
        workflowId,
        workflowRevision,
        name,
        startedAt,
        Date.parse(startedAt),
        ...origin,
        ...place,
        currency,
        // Accepted for all that is a part of it, though its workflow, which begins this one, has not heard of it yet.
        above === null || undoing.isStep(above, parent?.stepPath ?? '') ? null : above.cancelRequestedAt,
      ];
      const { key } = insert.get(values) as { key: number };
      insertStart.run([key, JSON.stringify(record.input), JSON.stringify(record.plan)]);
      if (record.budget !== undefined) ledgers.open(key, above?.ledger ?? null, record.budget);
      const ledger = record.budget === undefined ? (above?.ledger ?? null) : key;
      if (ledger !== null) setLedger.run([ledger, key]);
      return key;
    },
  };
}

/** The `parent` of an execution that has one. */
export function toParent({ parent, parentStep }: Pick<StartRow, 'parent' | 'parentStep'>): Pick<StartRecord, 'parent'> {
  return parent === null || parentStep === null ? {} : { parent: { executionId: parent, stepPath: parentStep } };
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
    ...(row.budget === null ? {} : { budget: JSON.parse(row.budget) as Budget }),
    ...(row.forkedFrom === null ? {} : { forkedFrom: JSON.parse(row.forkedFrom) as StartRecord['forkedFrom'] }),
    ...toParent(row),
  };
}
