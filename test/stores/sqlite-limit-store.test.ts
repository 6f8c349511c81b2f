import { join } from 'node:path';
import type { LimitRequest, LimitScope, LimitStore } from '../../contracts/ports/limit-store';
import { createSqliteLimitStore } from '../../stores/sqlite/limit-store';
import { openDatabase, type SqliteDatabase } from '../../stores/sqlite/open-database';
import { createTemporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
let database: SqliteDatabase;
let store: LimitStore;
let clock: number;
let made: number;

beforeEach(async () => {
  folder = await createTemporaryFolder();
  database = await openDatabase(join(folder.path, 'studio.db'));
  clock = 1_000_000;
  made = 0;
  store = createSqliteLimitStore(database, { now: () => clock });
});
afterEach(async () => {
  await database.close();
  await folder.remove();
});

const hundred: LimitScope = { provider: 'p', model: null, callsPerMinute: 100 };

function request(changes: Partial<LimitRequest> = {}): LimitRequest {
  made += 1;
  return {
    organizationId: 'a',
    weight: 1,
    call: `e${made}/c`,
    provider: 'p',
    model: 'm',
    tokens: 100,
    scopes: [hundred],
    slots: [],
    ...changes,
  };
}

interface Sent {
  at: number;
  organizationId: string;
}

/** Lets every request ask again when it was told to, or `late` later, until all are sent; gives when each was. */
async function serve(requests: LimitRequest[], late: () => number = () => 0): Promise<Sent[]> {
  const waiting = requests.map((one) => ({ one, at: clock }));
  const sent: Sent[] = [];
  let asked = 0;
  while (waiting.length > 0) {
    waiting.sort((one, other) => one.at - other.at);
    const next = waiting.shift();
    if (next === undefined) break;
    clock = Math.max(clock, next.at);
    const answer = await store.ask(next.one);
    asked += 1;
    if ('sendAt' in answer) sent.push({ at: answer.sendAt, organizationId: next.one.organizationId });
    else waiting.push({ one: next.one, at: answer.askAgainAt + late() });
  }
  expect(asked).toBeLessThan(requests.length * 6);
  return sent.toSorted((one, other) => one.at - other.at);
}

/** The most that were sent in any minute. */
function mostInAMinute(sent: Sent[]): number {
  return Math.max(...sent.map(({ at }, index) => sent.slice(index).filter((other) => other.at < at + 60_000).length));
}

it('lets calls through at once where nothing is limited', async () => {
  const scopes: LimitScope[] = [];
  for (let n = 0; n < 50; n++) expect(await store.ask(request({ scopes }))).toEqual({ sendAt: clock });
});

it.each([
  ['who comes back in time', () => 0],
  ['who comes back late', () => (made++ * 7919) % 1_500],
])('sends 300 calls at 100 a minute in little more than three minutes, never more in a minute: %s', async (_name, late) => {
  const started = clock;
  const sent = await serve(
    Array.from({ length: 300 }, () => request()),
    late,
  );
  expect(sent).toHaveLength(300);
  expect(mostInAMinute(sent)).toBeLessThanOrEqual(100);
  expect(Math.max(...sent.map(({ at }) => at)) - started).toBeLessThan(3 * 60_000 * 1.1);
});

it('lets organizations share by their weights, whoever came first', async () => {
  const first = Array.from({ length: 150 }, () => request({ organizationId: 'many' }));
  for (const one of first) await store.ask(one);
  const late = Array.from({ length: 60 }, () => request({ organizationId: 'heavy', weight: 3 }));
  const sent = await serve([...first, ...late]);
  const heavy = sent.findLastIndex(({ organizationId }) => organizationId === 'heavy');
  const share = late.length / (heavy + 1);
  expect(share).toBeGreaterThan(0.75 - 0.05);
  expect(share).toBeLessThan(0.75 + 0.05);
});

it('lets one call of another organization through before 300 that wait', async () => {
  for (let n = 0; n < 300; n++) await store.ask(request({ organizationId: 'many' }));
  const one = request({ organizationId: 'one' });
  const answer = await store.ask(one);
  const askAgainAt = 'askAgainAt' in answer ? answer.askAgainAt : clock;
  expect(askAgainAt - clock).toBeLessThan(5_000);
  clock = askAgainAt;
  expect(await store.ask(one)).toMatchObject({ sendAt: expect.any(Number) });
});

it('holds a model to its own limit, and does not let its queue hold up another model', async () => {
  const scopes = [
    { ...hundred, callsPerMinute: 6_000 },
    { provider: 'p', model: 'slow', callsPerMinute: 1 },
  ];
  await store.ask(request({ model: 'slow', scopes }));
  for (let n = 0; n < 20; n++) expect(await store.ask(request({ model: 'slow', scopes }))).toHaveProperty('askAgainAt');
  expect(await store.ask(request({ model: 'fast', scopes: scopes.slice(0, 1) }))).toHaveProperty('sendAt');
});

it('counts tokens as they were estimated, then as they were used', async () => {
  const scopes: LimitScope[] = [{ provider: 'p', model: null, tokensPerMinute: 60_000 }];
  expect(await store.ask(request({ tokens: 30_000, scopes }))).toEqual({ sendAt: clock });
  const next = request({ scopes });
  const answer = await store.ask(next);
  expect('askAgainAt' in answer && answer.askAgainAt - clock).toBeGreaterThan(20_000);
  await store.settle(scopes, 1_000 - 30_000);
  expect(await store.ask(next)).toEqual({ sendAt: clock + 1_000 });
});

it('holds every call of a model back for as long as its provider says, then lets them through one after the other', async () => {
  await store.holdBack('p', 'm', clock + 20_000);
  await store.holdBack('p', 'm', clock + 5_000);
  const started = clock;
  expect(await store.ask(request({ scopes: [] }))).toMatchObject({ reason: 'held_back' });
  expect(await store.ask(request({ scopes: [], model: 'other' }))).toEqual({ sendAt: clock });
  expect([await store.isHeldBack('p', 'm'), await store.isHeldBack('p', 'other')]).toEqual([true, false]);
  const sent = await serve(Array.from({ length: 60 }, () => request({ scopes: [] })));
  expect(sent[0]?.at).toBeGreaterThanOrEqual(started + 20_000);
  expect(new Set(sent.map(({ at }) => at)).size).toBe(60);
  clock = started + 60_000;
  expect(await store.isHeldBack('p', 'm')).toBe(false);
  await store.holdBack('p', 'm', clock + 2_000);
  expect(await store.ask(request({ scopes: [] }))).toMatchObject({ sendAt: expect.any(Number), reason: 'held_back' });
});

it('forgets the places of those who do not come back', async () => {
  for (let n = 0; n < 100; n++) await store.ask(request());
  clock += 10 * 60_000;
  expect(await store.ask(request({ organizationId: 'b' }))).toEqual({ sendAt: clock });
});

describe('calls at the same time', () => {
  const two = { scopes: [], slots: [{ scope: 'agent a', most: 2 }] };

  it('are no more than allowed, and a call that is over lets another one in', async () => {
    const [first, second, third] = [request(two), request(two), request(two)] as const;
    expect(await store.ask(first)).toEqual({ sendAt: clock });
    expect(await store.ask(second)).toEqual({ sendAt: clock });
    expect(await store.ask(third)).toMatchObject({ reason: 'concurrency' });
    // The same call, made again after a crash, has its place.
    expect(await store.ask(first)).toEqual({ sendAt: clock });
    await store.freeSlots(second.call);
    expect(await store.ask(third)).toEqual({ sendAt: clock });
    expect(await store.ask(request({ ...two, slots: [{ scope: 'agent b', most: 1 }] }))).toEqual({ sendAt: clock });
  });

  it('free the place of a call that nobody keeps', async () => {
    const [kept, lost, next] = [request(two), request(two), request(two)] as const;
    await store.ask(kept);
    await store.ask(lost);
    clock += 20_000;
    await store.keepSlots(kept.call);
    clock += 20_000;
    expect(await store.ask(next)).toEqual({ sendAt: clock });
    expect(await store.ask(request(two))).toMatchObject({ reason: 'concurrency' });
  });
});
