import {
  type Budget,
  type BudgetOverrun,
  costLimit,
  hardTimeLimit,
  LONGEST_TIME_MS,
  type MoreOfBudget,
  reaches,
  type TopUp,
  timeLimit,
  warningPart,
} from '../../../contracts/budget';
import { toDuration, toMilliseconds } from '../../../contracts/duration';
import type { Begun, BudgetRoom, Reservation } from '../../../contracts/ports/attempt-store';
import type { SqliteDatabase } from '../open-database';
import { type CountedAttempt, priceOf, standingOf } from './attempt-standing';
import { enlarge } from './enlarge';
import type { ExecutionRow, ExecutionRows } from './execution-rows';
import type { FeedWriter } from './feed-writer';
import { type BudgetStanding, type Given, judge } from './judge';
import { createMonths } from './months';
import { fromStandingRow, NOTHING, replaced, type Standing, type StandingRow, toBudgetAmounts, toStandingValues } from './standing';

interface LedgerRow extends StandingRow {
  execution: number;
  parent: number | null;
  budget: string;
  startedMs: number;
  topUps: number;
}

/** A budget that an attempt counts in; `owner` is the key of the execution whose feed tells of it. */
interface Ledger extends BudgetStanding {
  budget: Budget;
  owner: number;
  /** When the execution of the budget began; its time counts from then. */
  startedMs?: number;
  /** How often people gave more. */
  topUps: number;
  /** Of an organization's budget. */
  month?: string;
}

type Verdict = NonNullable<Begun['budget']> | Given;

interface Asking {
  /** Null: a tool's, of which only the time counts. */
  reservation: Reservation | null;
  undoes(): boolean;
}

export type Ledgers = ReturnType<typeof createLedgers>;

/**
 * Who may still spend what, for use inside a write transaction. A call is judged, and holds its worst case, in the
 * transaction that records its attempt before it is sent; so no two calls can spend the same money, in whichever
 * processes they run. The caller saves the row's counters.
 */
export function createLedgers(database: SqliteDatabase, executions: ExecutionRows, feed: FeedWriter) {
  const insert = database.statement('INSERT INTO ledgers (execution, parent, budget) VALUES (?, ?, ?)');
  const select = database.statement<LedgerRow>(
    `SELECT l.execution, l.parent, l.budget, l.cost, l.tokens, l.calls, l.heldCost, l.heldTokens, l.heldCalls, l.topUps, e.startedMs
     FROM ledgers l JOIN executions e ON e.key = l.execution WHERE l.execution = ?`,
  );
  const update = database.statement(
    'UPDATE ledgers SET cost = ?, tokens = ?, calls = ?, heldCost = ?, heldTokens = ?, heldCalls = ? WHERE execution = ?',
  );
  const replaceBudget = database.statement('UPDATE ledgers SET budget = ?, topUps = topUps + 1 WHERE execution = ?');
  const months = createMonths(database);

  /** The execution's own, if it has a budget, and those of the executions above it. */
  function chainOf(row: ExecutionRow): LedgerRow[] {
    const chain: LedgerRow[] = [];
    for (let key = row.ledger; key !== null; ) {
      const ledger = select.get([key]);
      if (ledger === undefined) break;
      chain.push(ledger);
      key = ledger.parent;
    }
    return chain;
  }

  const toLedger = (ledger: LedgerRow): Ledger => ({
    scope: 'execution',
    owner: ledger.execution,
    startedMs: ledger.startedMs,
    topUps: ledger.topUps,
    budget: JSON.parse(ledger.budget) as Budget,
    standing: fromStandingRow(ledger),
  });

  /** Adds to the feed of the execution that the budget belongs to, once, unless it has ended. */
  function tell(row: ExecutionRow, owner: number, append: (owning: ExecutionRow) => void): void {
    const owning = owner === row.key ? row : executions.findByKey(owner);
    if (owning === null || owning.ending !== null) return;
    append(owning);
    if (owning !== row) executions.saveCounters(owning);
  }

  function warn(row: ExecutionRow, ledgers: Ledger[], at: string): void {
    for (const { scope, owner, budget, standing, startedMs } of ledgers) {
      if (!isNear(budget, standing, startedMs && Date.parse(at) - startedMs)) continue;
      const body = { scope, budget, used: toBudgetAmounts(standing, 'used', budget.cost?.currency ?? row.currency) };
      tell(row, owner, (owning) => feed.append(owning, { type: 'budgetWarning', of: scope, at, body }));
    }
  }

  /** That a budget ends the execution, once. */
  function tellExceeded(row: ExecutionRow, over: BudgetOverrun, at: string): void {
    feed.append(row, { type: 'budgetExceeded', of: over.scope, at, body: over });
  }

  function askOrRefuse(row: ExecutionRow, by: Ledger, over: BudgetOverrun, asked: TopUp['ask'] | 'never' | undefined, at: string): Verdict {
    const { scope, owner, month, topUps } = by;
    const isOwn = scope === 'execution' && owner === row.key;
    const owning = owner === row.key ? row : executions.findByKey(owner);
    if (by.budget.onExceeded === 'ask' && owning !== null && asked !== 'never') {
      const ask = isOwn ? topUps + 1 : `${topUps + 1}.${month ?? owning.id}`;
      if (ask !== asked) return { grant: 'ask', topUp: { ask, budgetOf: owning.id, over } };
    }
    tell(row, owner, (told) => tellExceeded(told, over, at));
    return { grant: 'refused', over };
  }

  /** What the budgets say of a call, and which one refuses it; nobody is told. */
  function weigh(row: ExecutionRow, { reservation, undoes }: Asking, at: string) {
    const chain = chainOf(row).map(toLedger);
    const late = chain.find((ledger) => isLate(ledger, at) && !(endsWithTime(ledger) && undoes()));
    if (late !== undefined) return { grant: 'refused', by: late, over: toLate(late, at) } as const;
    if (reservation === null) return { grant: 'given', outputTokens: null } as const;
    return judge<Ledger>([...chain, ...months.budgetsOf(row, at)], reservation);
  }

  return {
    months,

    /** Makes the ledger of a new execution with a budget. */
    open(execution: number, parent: number | null, budget: Budget): void {
      insert.run([execution, parent, JSON.stringify(budget)]);
    },

    /** Whether the time is over of a budget that ends the execution, or one above it. */
    isTimeUp: (row: ExecutionRow, at: string): boolean =>
      chainOf(row)
        .map(toLedger)
        .some((ledger) => endsWithTime(ledger) && isLate(ledger, at)),

    /**
     * Whether a call may be made now; without a reservation, a tool's, only the time counts, and time that ends does
     * not keep anything from being undone. A refusal is told in the feed; `asked` is the top-up that was decided last.
     */
    judge(row: ExecutionRow, { asked, ...asking }: Asking & { asked?: TopUp['ask'] }, at: string): Verdict {
      const verdict = weigh(row, asking, at);
      if (verdict.grant !== 'refused') return verdict;
      const { by, over } = verdict;
      // What is needed is not known: no answer would make it fit.
      const isHopeless = over.limited !== 'time' && over.needed === null;
      return askOrRefuse(row, by, { ...over, ...(by.month && { month: by.month }) }, isHopeless ? 'never' : asked, at);
    },

    /** The same of a call that has not begun, without telling anybody. */
    findRoom(row: ExecutionRow, asking: Asking, at: string): BudgetRoom {
      const { grant } = weigh(row, asking, at);
      return grant === 'given' ? 'now' : grant === 'wait' ? 'later' : 'none';
    },

    /** People gave more of this execution's budget: what they wrote for each limit. Time is given from now on. */
    topUp({ key }: ExecutionRow, more: MoreOfBudget, at: string): void {
      const ledger = select.get([key]);
      if (ledger === undefined) return;
      const { time, ...rest } = JSON.parse(ledger.budget) as Budget;
      const used = Date.parse(at) - ledger.startedMs;
      const until = more.time === undefined ? time : toDuration(Math.min(used + toMilliseconds(more.time), LONGEST_TIME_MS));
      replaceBudget.run([JSON.stringify({ ...enlarge(rest, more), ...(time !== undefined && { time: until }) }), key]);
    },

    /** That the execution's own budget has come to where is warned, its time too, if it has. */
    warnOfTime(row: ExecutionRow, at: string): void {
      const ledger = select.get([row.key]);
      if (ledger !== undefined) warn(row, [toLedger(ledger)], at);
    },

    /** That the time of the execution's own budget is over, if it is. */
    tellTimeUp(row: ExecutionRow, at: string): void {
      const found = select.get([row.key]);
      const ledger = found && toLedger(found);
      if (ledger === undefined || !isLate(ledger, at)) return;
      warn(row, [ledger], at);
      tellExceeded(row, toLate(ledger, at), at);
    },

    /** The attempt counts as it now is, and no more as it was (null: it is new). */
    move(row: ExecutionRow, before: CountedAttempt | null, after: CountedAttempt, at: string): void {
      const [was, is] = [before === null ? NOTHING : standingOf(before), standingOf(after)];
      if (was === NOTHING && is === NOTHING) return;
      const ledgers = chainOf(row).map((ledger) => {
        const standing = replaced(fromStandingRow(ledger), was, is);
        update.run([...toStandingValues(standing), ledger.execution]);
        return { ...toLedger(ledger), standing };
      });
      // Where it was reserved, though it may end in the next month.
      months.move(row, after.startedAt, priceOf(after)?.currency ?? '', was, is);
      warn(row, [...ledgers, ...months.budgetsOf(row, after.startedAt)], at);
    },
  };
}

function endsWithTime({ budget }: Ledger): boolean {
  return hardTimeLimit(budget) !== undefined;
}

function isLate({ budget, startedMs = Number.POSITIVE_INFINITY }: Ledger, at: string): boolean {
  const limit = timeLimit(budget);
  return limit !== undefined && Date.parse(at) - startedMs >= limit;
}

function toLate({ budget, startedMs = 0 }: Ledger, at: string): BudgetOverrun {
  const used = Date.parse(at) - startedMs;
  return { scope: 'execution', limited: 'time', limit: String(timeLimit(budget)), used: String(used), needed: null };
}

/** Whether any limit is used to the part at which is warned. */
function isNear(budget: Budget, { used }: Standing, milliseconds: number | undefined): boolean {
  const limits = [
    ['cost', used.cost, costLimit(budget)],
    ['tokens', used.tokens, budget.tokens],
    ['calls', used.calls, budget.calls],
    ['time', milliseconds, timeLimit(budget)],
  ] as const;
  return limits.some(([limited, is, limit]) => {
    const part = warningPart(budget, limited);
    return part !== undefined && is !== undefined && limit !== undefined && reaches(BigInt(is), BigInt(limit), part);
  });
}
