import { type Budget, timeLimit, warningPart } from '../../../contracts/budget';
import type { BudgetStore } from '../../../contracts/ports/budget-store';
import { toEventId } from './feed-writer';
import { now, type Parts } from './parts';

interface TimedRow {
  organization: string;
  id: string;
  startedMs: number;
  budget: string;
}

/** Open executions, whose feed has begun, that will be warned of their budget's time, and were not yet. */
const TIMED = `SELECT e.organization, e.id, e.startedMs, l.budget FROM executions e JOIN ledgers l ON l.execution = e.key
  WHERE e.listed = 1 AND e.endedAt IS NULL AND e.lastSeq > 0 AND json_extract(l.budget, '$.time') IS NOT NULL
    AND (json_extract(l.budget, '$.warnAt') IS NOT NULL OR json_extract(l.budget, '$.onExceeded') = 'ask')
    AND NOT EXISTS (SELECT 1 FROM events WHERE execution = e.key AND id = '${toEventId('budgetWarning', 'execution')}')
    AND (e.startedMs, e.key) > (SELECT startedMs, key FROM executions WHERE id = ?1 UNION ALL SELECT 0, 0 LIMIT 1)
  ORDER BY e.startedMs, e.key LIMIT ?2`;

/** Warnings of time, which passes also where no call comes that would notice. */
export function createTimeWarnings(parts: Parts): Pick<BudgetStore, 'listTimeWarnings' | 'warnOfTime'> {
  const { database, executions, ledgers } = parts;
  const select = database.statement<TimedRow>(TIMED);

  return {
    listTimeWarnings: (limit, afterExecutionId) => database.read(() => select.all([afterExecutionId ?? '', limit]).map(toTimeWarning)),

    warnOfTime: (organizationId, executionId) =>
      database.write(() => {
        const row = executions.findListed(organizationId, executionId);
        if (row === null || row.ending !== null || row.lastSeq === 0) return;
        ledgers.warnOfTime(row, now());
        executions.saveCounters(row);
      }),
  };
}

function toTimeWarning({ organization, id, startedMs, budget: json }: TimedRow) {
  const budget = JSON.parse(json) as Budget;
  const after = (timeLimit(budget) ?? Number.POSITIVE_INFINITY) * (warningPart(budget, 'time') ?? Number.POSITIVE_INFINITY);
  return { organizationId: organization, executionId: id, due: startedMs + Math.ceil(after) };
}
