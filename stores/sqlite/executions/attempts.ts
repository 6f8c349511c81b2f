import type { Attempt } from '../../../contracts/entities';
import { costOf, fromUnits } from '../../../contracts/money';
import type { AttemptStore } from '../../../contracts/ports/attempt-store';
import { readPage } from '../page';
import { priceOf } from './attempt-standing';
import type { Parts } from './parts';

type StoredAttempt = Omit<Attempt, 'model' | 'wasted' | 'estimated' | 'reason' | 'cost' | 'reserved'> & {
  model: string | null;
  number: number;
  wasted: 0 | 1;
  estimated: 0 | 1;
  reason: string | null;
  price: string | null;
  worstInputTokens: number | null;
  worstOutputTokens: number | null;
};

/** Attempts as readers see them, in the order in which they began. */
export function createAttempts({ database, readOf }: Parts): Pick<AttemptStore, 'listAttempts'> {
  const ATTEMPTS = `SELECT number, callId, attempt, kind, model, status, wasted, inputTokens, outputTokens, estimated, price,
      worstInputTokens, worstOutputTokens, reason, startedAt, endedAt
    FROM attempts WHERE execution = ?1 AND number > ?2 AND kind <> 'evaluation' AND coalesce(reason, '') <> 'inherited'`;
  const attempts = database.statement<StoredAttempt>(`${ATTEMPTS} ORDER BY number LIMIT ?3`);
  const attemptsOf = database.statement<StoredAttempt>(`${ATTEMPTS} AND callId = ?4 ORDER BY number LIMIT ?3`);
  const attemptsOfSteps = database.statement<StoredAttempt>(
    `SELECT a.* FROM json_each(?4) p CROSS JOIN (${ATTEMPTS}) a ON a.callId > p.value || ':' AND a.callId < p.value || ';' ORDER BY number LIMIT ?3`,
  );

  return {
    listAttempts: (organizationId, executionId, { callId, stepPaths, ...page }) =>
      readPage({
        scope: { list: 'attempts', organizationId, executionId, callId, stepPaths },
        page,
        positionLength: 1,
        select: async (after, limit) =>
          (await readOf(organizationId, executionId, ({ key }) => {
            const range = [key, after?.[0] ?? 0, limit];
            if (stepPaths !== undefined) return attemptsOfSteps.all([...range, JSON.stringify(stepPaths)]);
            return callId === undefined ? attempts.all(range) : attemptsOf.all([...range, callId]);
          })) ?? [],
        positionOf: (row) => [row.number],
        toItem: toAttempt,
      }),
  };
}

function toAttempt(row: StoredAttempt): Attempt {
  return {
    callId: row.callId,
    attempt: row.attempt,
    kind: row.kind,
    ...(row.model === null ? {} : { model: row.model }),
    status: row.status,
    wasted: row.wasted === 1,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    estimated: row.estimated === 1,
    ...toCost(row),
    ...toReserved(row),
    ...(row.reason === null ? {} : { reason: row.reason }),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  };
}

function toCost(row: Pick<StoredAttempt, 'price' | 'inputTokens' | 'outputTokens'>): Pick<Attempt, 'cost'> {
  const price = priceOf(row);
  if (price === null) return {};
  return { cost: { amount: fromUnits(costOf(price, row.inputTokens, row.outputTokens)), currency: price.currency } };
}

function toReserved({ price, worstInputTokens, worstOutputTokens }: StoredAttempt): Pick<Attempt, 'reserved'> {
  if (worstInputTokens === null) return {};
  const tokens = { inputTokens: worstInputTokens, outputTokens: worstOutputTokens };
  return { reserved: { ...tokens, ...toCost({ price, inputTokens: worstInputTokens, outputTokens: worstOutputTokens ?? 0 }) } };
}
