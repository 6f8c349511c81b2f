import type { Approval, ApprovalDecision } from '../../../contracts/approvals';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import type { SqliteDatabase } from '../open-database';
import type { ExecutionRow } from './execution-rows';
import { getJson } from './stored-text';

/** An approval as it is stored, with what readers see of its execution. */
export interface ApprovalRow {
  key: number;
  organization: string;
  id: string;
  kind: Approval['kind'];
  status: Approval['status'];
  stepPath: string;
  requestedAt: string;
  deadline: string | null;
  /** JSON. */
  assignees: string;
  escalation: string | null;
  question: string;
  questionBlob: string | null;
  decision: string | null;
  decisionBlob: string | null;
  executionId: string;
  workflow: string | null;
  name: string;
}

/** What is asked; it never changes. */
export type Question = Pick<
  Approval,
  'prompt' | 'callId' | 'tool' | 'arguments' | 'argumentsHash' | 'argumentsSchema' | 'form' | 'onTimeout'
>;

type NewRow = Pick<
  ApprovalRow,
  'id' | 'kind' | 'stepPath' | 'requestedAt' | 'deadline' | 'assignees' | 'escalation' | 'question' | 'questionBlob'
>;

/** The columns of {@link ApprovalRow} of those that readers see. */
export const APPROVALS = `SELECT a.key, a.organization, a.id, a.kind, a.status, a.stepPath, a.requestedAt, a.deadline, a.assignees, a.escalation,
    a.question, a.questionBlob, a.decision, a.decisionBlob, e.id AS executionId, e.workflow, e.name
  FROM approvals a JOIN executions e ON e.key = a.execution AND e.listed = 1`;

export type ApprovalRows = ReturnType<typeof createApprovalRows>;

/** The approvals table, for use inside a transaction. */
export function createApprovalRows(database: SqliteDatabase) {
  const select = database.statement<ApprovalRow>(`${APPROVALS} WHERE a.id = ? AND a.organization = ?`);
  const insert = database.statement(
    `INSERT INTO approvals (execution, organization, id, kind, status, stepPath, requestedAt, deadline, assignees, escalation, question,
       questionBlob) VALUES (?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.statement(
    'UPDATE approvals SET status = ?, assignees = ?, escalation = ?, decision = ?, decisionBlob = ? WHERE key = ?',
  );
  const cancel = database.statement(`UPDATE approvals SET status = 'cancelled' WHERE execution = ? AND id = ? AND status = 'pending'`);
  const pending = database.statement<Pick<ApprovalRow, 'id' | 'stepPath'>>(
    `SELECT id, stepPath FROM approvals WHERE execution = ? AND status = 'pending' ORDER BY key`,
  );

  return {
    find: (organizationId: string, approvalId: string): ApprovalRow | null => select.get([approvalId, organizationId]) ?? null,
    insert(row: ExecutionRow, made: NewRow): void {
      const { id, kind, stepPath, requestedAt, deadline, assignees, escalation, question, questionBlob } = made;
      insert.run([row.key, row.organization, id, kind, stepPath, requestedAt, deadline, assignees, escalation, question, questionBlob]);
    },
    save(row: ApprovalRow): void {
      update.run([row.status, row.assignees, row.escalation, row.decision, row.decisionBlob, row.key]);
    },
    /** Nothing waits for it any more; false when it was settled before. */
    cancel: (row: ExecutionRow, approvalId: string): boolean => cancel.run([row.key, approvalId]) > 0,
    findPending: (row: ExecutionRow) => pending.all([row.key]),
  };
}

/** The whole approval, long texts from the blob store. */
export async function toApproval(blobs: BlobStore, row: ApprovalRow): Promise<Approval> {
  const question = (await getJson(blobs, row.question, row.questionBlob)) as unknown as Question;
  const decision = row.decision === null ? null : ((await getJson(blobs, row.decision, row.decisionBlob)) as unknown as ApprovalDecision);
  return {
    id: row.id,
    organizationId: row.organization,
    executionId: row.executionId,
    workflowId: row.workflow,
    name: row.name,
    kind: row.kind,
    status: row.status,
    stepPath: row.stepPath,
    ...question,
    assignees: JSON.parse(row.assignees) as string[],
    requestedAt: row.requestedAt,
    deadline: row.deadline,
    ...(row.escalation === null ? {} : { escalation: JSON.parse(row.escalation) as Approval['escalation'] }),
    decision,
  };
}
