import type { Usage, UsageShare } from '../../../contracts/entities';
import { costOf, fromUnits } from '../../../contracts/money';
import type { BudgetStore } from '../../../contracts/ports/budget-store';
import { priceOf } from './attempt-standing';
import type { Parts } from './parts';

type Row = Omit<Usage, 'cost'> & {
  agent: string | null;
  model: string | null;
  /** JSON of its `ModelPrice`. */
  price: string | null;
};

/** Usage by agent and model, counted from the attempts that were, or may have been, paid for. */
export function createUsageShares({ database, executions }: Parts): Pick<BudgetStore, 'listUsage'> {
  // Only a call's first attempt has recorded whose it is.
  const shares = database.statement<Row>(
    `SELECT (SELECT json_extract(f.view, '$.agent') FROM attempts f
         WHERE f.execution = a.execution AND f.callId = a.callId AND f.view IS NOT NULL LIMIT 1) AS agent,
       model, price, sum(inputTokens) AS inputTokens, sum(outputTokens) AS outputTokens, sum(status = 'succeeded') AS calls,
       sum(wasted) AS wastedCalls
     FROM attempts a WHERE execution = ? AND kind = 'model' AND (status = 'succeeded' OR wasted = 1) AND coalesce(reason, '') <> 'inherited'
     GROUP BY 1, model, price ORDER BY sum(inputTokens) + sum(outputTokens) DESC, model`,
  );
  return {
    listUsage: (organizationId, executionId) =>
      database.read(() => {
        const row = executions.findListed(organizationId, executionId);
        return row === null ? null : shares.all([row.key]).map(toShare);
      }),
  };
}

function toShare({ agent, price, ...share }: Row): UsageShare {
  const known = priceOf({ price });
  const cost = known && { amount: fromUnits(costOf(known, share.inputTokens, share.outputTokens)), currency: known.currency };
  return { agent: agent ?? '', ...share, cost };
}
