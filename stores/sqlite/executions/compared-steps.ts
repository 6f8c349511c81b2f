import type { ComparedStep } from '../../../contracts/comparison';
import { LIMIT } from '../../../contracts/constants';
import type { ExecutionError, Usage } from '../../../contracts/entities';
import { costOf, fromUnits, type ModelPrice, toUnits } from '../../../contracts/money';
import { cutBytes } from '../../cut-bytes';
import type { SqliteDatabase } from '../open-database';
import type { JournalRows } from './journal-rows';

/** A step as it stands, and what its whole text is told by: equal texts have equal ones. */
export interface StandingStep extends ComparedStep {
  identity: string;
}

interface EndRow {
  type: string;
  body: string;
  outputCall: string | null;
}

interface UsageRow {
  price: string | null;
  inputTokens: number;
  outputTokens: number;
  calls: number;
  wastedCalls: number;
  inherited: number;
}

/** An execution that is a part of this one. */
type PartRow = Pick<UsageRow, 'inputTokens' | 'outputTokens' | 'calls' | 'wastedCalls'> & { currency: string | null; cost: string };

const STATUSES: Record<string, ComparedStep['status']> = {
  stepCompleted: 'completed',
  superstepCommitted: 'completed',
  stepFailed: 'failed',
  stepCancelled: 'cancelled',
};

/** Steps and turns of an execution, for use inside a transaction. */
export function createComparedSteps(database: SqliteDatabase, journal: JournalRows) {
  const selectEnd = database.statement<EndRow>(
    `SELECT type, body, outputCall FROM events INDEXED BY eventIds WHERE execution = ?1 AND id IN (?2 || ' stepCompleted', ?2 || ' stepFailed',
       ?2 || ' stepCancelled', ?2 || ' superstepCommitted') ORDER BY type = 'superstepCommitted', seq DESC LIMIT 1`,
  );
  const selectNewest = database.statement<{ callId: string }>(
    `SELECT callId FROM attempts WHERE execution = ?1 AND callId > ?2 || ':' AND callId < ?2 || ';' AND status = 'succeeded'
     ORDER BY number DESC LIMIT 1`,
  );
  const selectUsage = database.statement<UsageRow>(
    `SELECT price, coalesce(sum(inputTokens), 0) AS inputTokens, coalesce(sum(outputTokens), 0) AS outputTokens,
       coalesce(sum(kind = 'model' AND status = 'succeeded' AND coalesce(reason, '') <> 'inherited'), 0) AS calls,
       coalesce(sum(wasted), 0) AS wastedCalls, coalesce(sum(reason = 'inherited'), 0) AS inherited
     FROM attempts WHERE execution = ?1 AND ((callId > ?2 || ':' AND callId < ?2 || ';') OR (callId > ?2 || '/' AND callId < ?2 || '0'))
     GROUP BY price`,
  );

  // Of the executions that its steps run as parts of it: each counts with all that is a part of it.
  const PARTS = `SELECT p.currency, p.cost, p.inputTokens, p.outputTokens, p.calls, p.wastedCalls FROM executions e
     JOIN executions p ON p.organization = e.organization AND p.parent = e.id WHERE e.key = ?1`;
  const selectParts = database.statement<PartRow>(
    `${PARTS} AND p.parentStep = ?2 UNION ALL ${PARTS} AND p.parentStep > ?2 || '/' AND p.parentStep < ?2 || '0'`,
  );

  return {
    /** `counted`: with its usage, which for a step with much below it takes a while. */
    read(execution: number, path: string, counted: boolean): StandingStep {
      const end = selectEnd.get([execution, path]);
      const callId = end?.outputCall ?? selectNewest.get([execution, path])?.callId;
      const answer = callId === undefined ? null : journal.findAnswer(execution, callId);
      const stored = answer === null ? '""' : (answer.text ?? toTextJson(answer.answer));
      const { text, truncated } = cutBytes(JSON.parse(stored) as string, LIMIT.eventOutputText);
      const blob = answer === null ? null : answer.text === null ? answer.answerBlob : answer.textBlob;
      const { error } = JSON.parse(end?.type === 'stepFailed' ? end.body : '{}') as { error?: ExecutionError };
      const rows = counted ? selectUsage.all([execution, path]) : [];
      const usage = toUsage(rows, counted ? selectParts.all([execution, path]) : []);
      const inherited = usage.calls === 0 && rows.some((row) => row.inherited > 0);
      return {
        status: STATUSES[end?.type ?? ''] ?? 'running',
        text,
        ...((truncated || blob !== null) && { truncated: true as const }),
        ...(callId !== undefined && { callId }),
        ...(error && { error }),
        usage,
        ...(inherited && { inherited: true as const }),
        // The key of a blob ends in the hash of what it holds.
        identity: blob === null ? stored : (blob.split('/').at(-1) ?? blob),
      };
    },
  };
}

/** The text of an answer that is no message's. */
function toTextJson(answer: string): string {
  return JSON.stringify((JSON.parse(answer) as { text?: string }).text ?? '');
}

/** The cost is unknown when a model that was called has no price, or when there are several currencies. */
function toUsage(rows: UsageRow[], parts: PartRow[]): Usage {
  const all = [...rows, ...parts];
  const sum = (field: 'inputTokens' | 'outputTokens' | 'calls' | 'wastedCalls') => all.reduce((total, row) => total + row[field], 0);
  const costs = [
    ...rows.map(toCost),
    ...parts.map(({ currency, cost }) => (currency === null ? null : { currency, units: toUnits(cost) })),
  ];
  const paid = costs.filter((_cost, index) => usesTokens(all[index]));
  const [first] = paid;
  const known = first && paid.every((cost) => cost?.currency === first.currency);
  return {
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    calls: sum('calls'),
    wastedCalls: sum('wastedCalls'),
    cost: known ? { amount: fromUnits(paid.reduce((total, cost) => total + (cost?.units ?? 0n), 0n)), currency: first.currency } : null,
  };
}

function usesTokens(row: { inputTokens: number; outputTokens: number } | undefined): boolean {
  return row !== undefined && row.inputTokens + row.outputTokens > 0;
}

function toCost({ price, inputTokens, outputTokens }: UsageRow): { currency: string; units: bigint } | null {
  if (price === null) return null;
  const parsed = JSON.parse(price) as ModelPrice;
  return { currency: parsed.currency, units: costOf(parsed, inputTokens, outputTokens) };
}
