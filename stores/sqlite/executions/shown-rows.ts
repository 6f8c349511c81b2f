import type { Budget } from '../../../contracts/budget';
import type { Attention, Execution, ExecutionError } from '../../../contracts/entities';
import type { Json } from '../../../contracts/json';
import type { Ending } from '../../../contracts/plan';
import type { BlobStore } from '../../../contracts/ports/blob-store';
import { type ExecutionRow, toUsage } from './execution-rows';
import { ANSWER_COLUMNS, ANSWER_MESSAGE, type AnswerRow } from './journal-rows';
import { toOutput } from './outputs';
import { fromStandingRow, toBudgetAmounts } from './standing';
import { toParent } from './start-rows';

/** An execution as readers see it; the answer's columns are null when it has no output. */
export interface ShownRow
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

/** All {@link ShownRow}s; a condition follows. */
export const SHOWN = `SELECT e.key, e.organization, e.id, e.workflow, e.workflowRevision, e.name, e.startedAt, e.startedMs, e.forkedFrom, e.parent, e.parentStep, e.status,
    e.cancelRequestedAt, e.attention, e.pausedAt, e.endedAt, e.ending, e.outputCall, e.inputTokens, e.outputTokens, e.calls, e.wastedCalls, e.currency, e.cost, l.budget,
    l.cost AS ledgerCost, l.tokens AS ledgerTokens, l.calls AS ledgerCalls, l.heldCost, l.heldTokens, l.heldCalls, s.input, ${ANSWER_COLUMNS}
  FROM executions e JOIN starts s ON s.execution = e.key
  LEFT JOIN ledgers l ON l.execution = e.key
  LEFT JOIN attempts a ON a.execution = e.key AND a.callId = e.outputCall AND a.status = 'succeeded'
  ${ANSWER_MESSAGE}`;

export async function toExecution(blobs: BlobStore, row: ShownRow): Promise<Execution> {
  return {
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
  };
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
