import { waitUntil } from '../../runtime/wait-until';
import { createEngineRig, type EngineRig, toLines } from '../harness/engine-rig';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

let server: TestTemporal;
let rig: EngineRig;

beforeAll(async () => {
  server = await startTestTemporal();
  rig = await createEngineRig({
    temporal: server,
    limits: {
      providers: {
        openai: {
          models: {
            slow: { callsPerMinute: 60 },
            tight: { callsPerMinute: 60 },
            wordy: { tokensPerMinute: 6_000 },
            frugal: { callsPerMinute: 20 },
          },
        },
      },
    },
  });
  await rig.agents(
    { name: 'Free' },
    { name: 'Few', limits: { concurrentCalls: 2 } },
    { name: 'Slow', model: { provider: 'openai', name: 'slow' } },
    { name: 'Tight', model: { provider: 'openai', name: 'tight' } },
    { name: 'Wordy', model: { provider: 'openai', name: 'wordy' } },
    { name: 'Frugal', model: { provider: 'openai', name: 'frugal' } },
    { name: 'Held', model: { provider: 'openai', name: 'held' } },
  );
});
afterAll(async () => {
  await rig?.close();
  await server?.stop();
});
beforeEach(() => rig.model.setBehaviour({}));

const root = (agent: string) => ({ id: 'a', type: 'agent' as const, agent });
let arrived: number[] = [];
beforeEach(() => {
  arrived = [];
});

it('spreads the calls of all executions over the minute, says why they wait, and uses up no attempt by that', async () => {
  rig.model.setBehaviour(() => {
    arrived.push(Date.now());
    return {};
  });
  const runs = await Promise.all(Array.from({ length: 8 }, () => rig.start(root('Slow'))));
  const finished = await Promise.all(runs.map((run) => run.finished()));
  for (const { execution, requests } of finished) {
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 0 } });
    expect(requests).toEqual({ 'a:m1': 1 });
  }
  const gaps = arrived.map((at, index, all) => at - (all[index - 1] ?? 0)).slice(1);
  expect(Math.min(...gaps)).toBeGreaterThan(500);
  expect((arrived.at(-1) ?? 0) - (arrived[0] ?? 0)).toBeLessThan(7_000 * 1.4);
  const held = finished.flatMap(({ events }) => events.filter(({ type }) => type === 'callHeld'));
  expect(held.length).toBeGreaterThanOrEqual(6);
  expect(held[0]).toMatchObject({ callId: 'a:m1', stepPath: 'a', reason: 'rate_limit', until: expect.any(String) });
  for (const { execution } of finished) {
    const attempts = await rig.executions.listAttempts('local', execution.id, { limit: 10 });
    expect(attempts).toMatchObject({ items: [{ callId: 'a:m1', attempt: 1, status: 'succeeded' }] });
  }
});

it('holds the calls of others back for as long as a provider told one of them', async () => {
  let refused = 0;
  rig.model.setBehaviour((request, { call }) => {
    if (request.model === 'held') arrived.push(Date.now());
    if (call.endsWith('/a:m1') && refused === 0) {
      refused = Date.now();
      return { fail: { status: 429, headers: { 'retry-after': '6' }, times: 1 } };
    }
    return {};
  });
  const first = await rig.start(root('Held'));
  await waitUntil(async () => (await first.feed()).some(({ type }) => type === 'callRetried'), 10_000, 'The first call was not refused');
  const others = await Promise.all(Array.from({ length: 4 }, () => rig.start(root('Held'))));
  const free = await rig.run(root('Free'));
  expect(free.execution.status).toBe('completed');
  expect(Date.parse(free.execution.endedAt ?? '')).toBeLessThan(refused + 6_000);
  const finished = await Promise.all([first, ...others].map((run) => run.finished()));
  expect(finished.map(({ execution }) => execution.status)).toEqual(Array(5).fill('completed'));
  expect(arrived).toHaveLength(6);
  expect(Math.min(...arrived.slice(1))).toBeGreaterThanOrEqual(refused + 6_000);
  for (const { events } of finished.slice(1)) {
    expect(events.find(({ type }) => type === 'callHeld')).toMatchObject({ reason: 'held_back' });
    expect(events.some(({ type }) => type === 'callRetried')).toBe(false);
  }
});

it('holds back also the calls that were to be sent in a few seconds when a provider told another one', async () => {
  let refused = 0;
  rig.model.setBehaviour(() => {
    arrived.push(Date.now());
    if (refused !== 0) return {};
    refused = Date.now();
    return { fail: { status: 429, headers: { 'retry-after': '4' } } };
  });
  const runs = await Promise.all(Array.from({ length: 4 }, () => rig.start(root('Tight'))));
  const finished = await Promise.all(runs.map((run) => run.finished()));
  expect(finished.map(({ execution }) => execution.status)).toEqual(Array(4).fill('completed'));
  expect(arrived).toHaveLength(5);
  expect(Math.min(...arrived.slice(1))).toBeGreaterThanOrEqual(refused + 4_000);
});

it('a call that waits for its turn is cancelled at once', async () => {
  await rig.run(root('Wordy'), 'word '.repeat(2_500));
  const run = await rig.start(root('Wordy'), 'word '.repeat(2_500));
  await waitUntil(async () => (await run.feed()).some(({ type }) => type === 'callHeld'), 10_000, 'The call did not wait');
  await run.handle.cancel();
  const { execution, requests, events } = await run.finished();
  expect(execution.status).toBe('cancelled');
  expect(requests).toEqual({});
  expect(events.find(({ type }) => type === 'callHeld')).toMatchObject({ reason: 'rate_limit' });
});

it('goes on counting attempts where they were before it had to wait', async () => {
  rig.model.setBehaviour((_, { count }) => (count <= 2 ? { fail: { status: 503 } } : {}));
  const others = Promise.all(Array.from({ length: 4 }, () => rig.run(root('Slow'))));
  const { execution } = await rig.run({ ...root('Slow'), retry: { maxAttempts: 3, initialInterval: '10ms' } });
  expect(execution.status).toBe('completed');
  const attempts = await rig.executions.listAttempts('local', execution.id, { limit: 10 });
  expect(attempts).toMatchObject({
    items: [
      { attempt: 1, status: 'failed' },
      { attempt: 2, status: 'failed' },
      { attempt: 3, status: 'succeeded' },
    ],
  });
  await others;
});

it('makes no more calls of an agent at the same time than it allows', async () => {
  let most = 0;
  rig.model.setBehaviour(() => ({ firstByteDelayMs: 600 }));
  const watching = setInterval(() => {
    most = Math.max(most, rig.model.counts().open);
  }, 5);
  const finished = await Promise.all(Array.from({ length: 7 }, () => rig.run(root('Few'))));
  clearInterval(watching);
  expect(finished.map(({ execution }) => execution.status)).toEqual(Array(7).fill('completed'));
  expect(finished.every(({ requests }) => requests['a:m1'] === 1)).toBe(true);
  expect(most).toBe(2);
  const held = finished.flatMap(({ events }) => events.filter(({ type }) => type === 'callHeld'));
  expect(held.length).toBeGreaterThanOrEqual(5);
  expect(held[0]).toMatchObject({ reason: 'concurrency' });
});

it('takes no turn from others while a budget has no room for a call', async () => {
  let first = true;
  rig.model.setBehaviour(() => {
    const wait = first ? { hold: { gate: 'first', at: 'beforeFirstByte' as const } } : {};
    first = false;
    return wait;
  });
  // Without an output limit each may write all that is left, so one is made at a time.
  const frugal = { id: 'say', type: 'agent' as const, agent: 'Frugal' };
  const later = ['two', 'three', 'four'].map((id) => ({
    id,
    type: 'sequential' as const,
    steps: [
      { id: `rest_${id}`, type: 'wait' as const, event: 'begun' },
      { ...frugal, id: `say_${id}` },
    ],
  }));
  const held = await rig.start({ id: 'all', type: 'concurrent', branches: [{ ...frugal, id: 'one' }, ...later] }, 'hello', {
    tokens: 100_000,
  });
  await waitUntil(() => rig.model.counts().open === 1, 20_000, 'The first call did not come');
  for (const { id } of later) await rig.send(held, { kind: 'event', about: 'begun', content: { text: id } });
  const begun = async () => toLines(await held.feed()).filter((line) => /^stepStarted .*say/.test(line)).length === 3;
  await waitUntil(begun, 20_000, 'The others did not begin');
  const other = await rig.run(root('Frugal'));
  expect(other.execution).toMatchObject({ status: 'completed' });
  // The turn after that of the call in flight.
  const waits = other.events.flatMap((event) => (event.type === 'callHeld' ? [Date.parse(event.until) - Date.parse(event.at)] : []));
  expect(Math.max(0, ...waits)).toBeLessThanOrEqual(60_000 / 20);
  rig.model.release('first');
  const { execution, requests } = await held.finished();
  expect(execution).toMatchObject({ status: 'completed', usage: { calls: 4, wastedCalls: 0 } });
  expect(Object.values(requests)).toEqual([1, 1, 1, 1]);
});

describe('a provider that keeps failing', () => {
  let guarded: EngineRig;
  beforeAll(async () => {
    guarded = await createEngineRig({
      temporal: server,
      limits: { providers: { openai: { breaker: { failures: 2, openFor: '6s' } } } },
    });
    await guarded.agents({ name: 'A' });
  });
  afterAll(() => guarded?.close());

  it('is left alone by the calls of others, who wait without an attempt, then asked again', async () => {
    guarded.model.setBehaviour({ fail: { status: 503 } });
    const failed = await guarded.run({ ...root('A'), retry: { maxAttempts: 2, initialInterval: '10ms' } });
    expect(failed.execution).toMatchObject({ status: 'failed', error: { code: 'provider_error' } });
    guarded.model.setBehaviour({});
    const before = guarded.model.requests.length;
    const opened = Date.now();
    const { execution, events, requests } = await guarded.run(root('A'));
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 0 } });
    expect(requests).toEqual({ 'a:m1': 1 });
    expect(guarded.model.requests).toHaveLength(before + 1);
    expect(Date.now() - opened).toBeGreaterThan(4_000);
    expect(events.find(({ type }) => type === 'callHeld')).toMatchObject({ reason: 'circuit_open' });
  });
});
