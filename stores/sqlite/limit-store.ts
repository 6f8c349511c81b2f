import type { LimitAnswer, LimitRequest, LimitScope, LimitStore } from '../../contracts/ports/limit-store';
import type { SqliteDatabase } from './open-database';

const MINUTE_MS = 60_000;
/** Leave is given so long before the call may be sent: who waits comes back too late by the time that waking takes. */
const LEAD_MS = 4_000;
/** Who is told to ask again does so in the middle of that time. */
const ASK_EARLY_MS = LEAD_MS / 2;
/** A slot that is not kept is free after this. */
const SLOT_MS = 30_000;
/** Who waits for a slot asks again after so long, and later the more wait before it. */
const ASK_FOR_SLOT_MS = 500;
const LONGEST_ASK_FOR_SLOT_MS = 15_000;
/** Who has not asked again so long after its time has gone. */
const FORGOTTEN_MS = 60_000;
/** Calls that a provider has held back do not come all at once when it is over. */
const AFTER_HOLD = { callsPerMinute: 3_000 };

interface ScopeRow {
  nextCallAt: number;
  nextTokenAt: number;
  heldUntil: number;
}

const FREE: ScopeRow = { nextCallAt: 0, nextTokenAt: 0, heldUntil: 0 };

/** Limits in SQLite; `now` is in milliseconds. */
export function createSqliteLimitStore(database: SqliteDatabase, { now = Date.now }: { now?: () => number } = {}): LimitStore {
  const selectScope = database.statement<ScopeRow>(
    'SELECT nextCallAt, nextTokenAt, heldUntil FROM limitScopes WHERE provider = ? AND model = ?',
  );
  const putScope = database.statement(
    `INSERT INTO limitScopes (provider, model, nextCallAt, nextTokenAt, heldUntil) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET nextCallAt = excluded.nextCallAt, nextTokenAt = excluded.nextTokenAt, heldUntil = excluded.heldUntil`,
  );
  const selectLane = database.statement<{ tag: number }>('SELECT tag FROM limitLanes WHERE provider = ? AND organization = ?');
  const putLane = database.statement(
    `INSERT INTO limitLanes (provider, organization, tag) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET tag = max(tag, excluded.tag)`,
  );
  const selectWaiting = database.statement<{ tag: number }>('SELECT tag FROM limitQueue WHERE call = ?');
  const putWaiting = database.statement(
    `INSERT INTO limitQueue (call, provider, model, tag, askAgainAt) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET askAgainAt = excluded.askAgainAt`,
  );
  const removeWaiting = database.statement('DELETE FROM limitQueue WHERE call = ?');
  const forget = database.statement('DELETE FROM limitQueue WHERE provider = ? AND askAgainAt < ?');
  const countBefore = database.statement<{ count: number }>(
    `SELECT count(*) AS count FROM limitQueue
     WHERE provider = ?1 AND (?2 IS NULL OR model = ?2) AND tag < ?3 AND askAgainAt <= ?4 AND call <> ?5`,
  );

  const countSlots = database.statement<{ count: number }>(
    'SELECT count(*) AS count FROM limitSlots WHERE scope = ? AND call <> ? AND expiresAt > ?',
  );
  const putSlot = database.statement(
    'INSERT INTO limitSlots (scope, call, expiresAt) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET expiresAt = excluded.expiresAt',
  );
  const dropSlots = database.statement('DELETE FROM limitSlots WHERE scope = ? AND expiresAt <= ?');
  const keepSlots = database.statement('UPDATE limitSlots SET expiresAt = ? WHERE call = ?');
  const freeSlots = database.statement('DELETE FROM limitSlots WHERE call = ?');

  const read = (provider: string, model: string | null): ScopeRow => selectScope.get([provider, model ?? '']) ?? FREE;
  const write = (provider: string, model: string | null, row: ScopeRow): void => {
    putScope.run([provider, model ?? '', row.nextCallAt, row.nextTokenAt, row.heldUntil]);
  };

  /** The turn of a call: lower ones go first. The virtual time of a queue is that of the last call it let through. */
  function turnOf({ call, provider, organizationId, weight }: LimitRequest): number {
    const standing = selectWaiting.get([call]);
    if (standing !== undefined) return standing.tag;
    const virtual = selectLane.get([provider, VIRTUAL])?.tag ?? 0;
    const tag = Math.max(virtual, selectLane.get([provider, organizationId])?.tag ?? 0) + 1 / weight;
    putLane.run([provider, organizationId, tag]);
    return tag;
  }

  function answer(request: LimitRequest): LimitAnswer {
    const at = now();
    const { provider, model, call, tokens } = request;
    const turn = turnOf(request);
    forget.run([provider, at - FORGOTTEN_MS]);
    const before = (scope: LimitScope, askingUntil: number): number =>
      countBefore.get([scope.provider, scope.model, turn, askingUntil, call])?.count ?? 0;
    const held = read(provider, model).heldUntil;
    const isHeld = held > at;
    const full = request.slots.find(({ scope, most }) => (countSlots.get([scope, call, at])?.count ?? 0) >= most);
    if (full !== undefined) {
      const position = before({ provider, model: null }, Number.MAX_SAFE_INTEGER);
      const askAgainAt = at + Math.min(LONGEST_ASK_FOR_SLOT_MS, ASK_FOR_SLOT_MS * (1 + position / full.most));
      putWaiting.run([call, provider, model, turn, askAgainAt]);
      return { askAgainAt, reason: 'concurrency' };
    }
    const places = [...request.scopes, ...(isHeld ? [afterHold(provider, model)] : [])].map((scope) => {
      const row = read(scope.provider, scope.model);
      const free = Math.max(at, held, isCalls(scope) ? row.nextCallAt : 0, isTokens(scope) ? row.nextTokenAt : 0);
      const cost = costs(scope, tokens);
      return { scope, free, cost, interval: Math.max(cost.calls, cost.tokens) };
    });
    const slot = (askingUntil: number): number =>
      Math.max(at, ...places.map(({ scope, free, interval }) => free + before(scope, askingUntil) * interval));
    if (slot(at + LEAD_MS) > at + LEAD_MS) {
      const askAgainAt = Math.max(at + 100, slot(Number.MAX_SAFE_INTEGER) - ASK_EARLY_MS);
      putWaiting.run([call, provider, model, turn, askAgainAt]);
      return { askAgainAt, reason: isHeld ? 'held_back' : 'rate_limit' };
    }
    const sendAt = Math.max(at, ...places.map(({ free }) => free));
    for (const { scope, cost } of places) {
      const row = read(scope.provider, scope.model);
      const nextCallAt = Math.max(row.nextCallAt, sendAt) + cost.calls;
      write(scope.provider, scope.model, { ...row, nextCallAt, nextTokenAt: Math.max(row.nextTokenAt, sendAt) + cost.tokens });
    }
    for (const { scope } of request.slots) {
      dropSlots.run([scope, at]);
      putSlot.run([scope, call, Math.max(at, sendAt) + SLOT_MS]);
    }
    removeWaiting.run([call]);
    putLane.run([provider, VIRTUAL, turn - 1 / request.weight]);
    return { sendAt, ...(isHeld && { reason: 'held_back' }) };
  }

  const isHeldBack = (provider: string, model: string) => database.read(() => read(provider, model).heldUntil > now());

  return {
    isHeldBack,

    async ask(request) {
      if (request.scopes.length === 0 && request.slots.length === 0) {
        // Nearly every call: nothing is limited and nothing held back, so nothing is written.
        if (!(await isHeldBack(request.provider, request.model))) return { sendAt: now() };
      }
      return database.write(() => answer(request));
    },

    settle: (scopes, difference) =>
      database.write(() => {
        for (const scope of scopes.filter(isTokens)) {
          const row = read(scope.provider, scope.model);
          write(scope.provider, scope.model, { ...row, nextTokenAt: row.nextTokenAt + costs(scope, difference).tokens });
        }
      }),

    keepSlots: (call) => database.write(() => void keepSlots.run([now() + SLOT_MS, call])),
    freeSlots: (call) => database.write(() => void freeSlots.run([call])),

    holdBack: (provider, model, until) =>
      database.write(() => {
        const row = read(provider, model);
        if (until > row.heldUntil) write(provider, model, { ...row, heldUntil: until });
      }),
  };
}

/** The lane of a queue's own virtual time; no organization has an empty id. */
const VIRTUAL = '';

const afterHold = (provider: string, model: string): LimitScope => ({ provider, model, ...AFTER_HOLD });

const isCalls = ({ callsPerMinute }: LimitScope): boolean => callsPerMinute !== undefined;
const isTokens = ({ tokensPerMinute }: LimitScope): boolean => tokensPerMinute !== undefined;

/** Milliseconds of a minute's allowance that one call, and so many tokens, take. */
function costs({ callsPerMinute, tokensPerMinute }: LimitScope, tokens: number): { calls: number; tokens: number } {
  return {
    calls: callsPerMinute === undefined ? 0 : MINUTE_MS / callsPerMinute,
    tokens: tokensPerMinute === undefined ? 0 : (tokens * MINUTE_MS) / tokensPerMinute,
  };
}
