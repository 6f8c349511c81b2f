import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { ExecutionStore } from '../../contracts/ports/execution-store';
import { createEngineRig, type EngineRig, type EngineRigOptions } from '../harness/engine-rig';

let rig: EngineRig | undefined;
afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

const a = { id: 'a', type: 'agent', agent: 'A' } as const;
const quick = { initialInterval: '20ms', maxInterval: '100ms' };

async function createRig(options: EngineRigOptions = {}): Promise<EngineRig> {
  rig = await createEngineRig(options);
  await rig.agents({ name: 'A' });
  return rig;
}

describe('a model call that fails', () => {
  it.each([408, 409, 429, 500, 503])('is tried again after HTTP %s, and each try is on record', async (status) => {
    const { model, run } = await createRig();
    model.setBehaviour({ fail: { status, times: 2 } });
    const { execution, events, requests } = await run({ ...a, retry: quick });
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 0 } });
    expect(requests).toEqual({ 'a:m1': 3 });
    const retried = events.filter(({ type }) => type === 'callRetried');
    expect(retried).toEqual([
      expect.objectContaining({ callId: 'a:m1', attempt: 1, reason: `http_${status}` }),
      expect.objectContaining({ callId: 'a:m1', attempt: 2, reason: `http_${status}` }),
    ]);
    expect(model.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it.each(['end', 'destroy', 'reset', 'utf8'] as const)(
    'is never stored when its stream is cut (%s), and what was cut counts',
    async (how) => {
      const { model, run } = await createRig();
      model.setBehaviour((_request, { count }) => (count === 1 ? { truncate: { after: 2, how } } : {}));
      const { execution, messages } = await run({ ...a, retry: quick });
      expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 1 } });
      expect(messages.filter(({ role }) => role === 'assistant').map(({ text }) => text)).toEqual(['answer 1 to hello']);
    },
  );

  it('is tried as often as the step says, then the step fails with the last reason', async () => {
    const { model, run } = await createRig();
    model.setBehaviour({ fail: { status: 503 } });
    const { execution, requests } = await run({ ...a, retry: { ...quick, maxAttempts: 3 } });
    expect(execution).toMatchObject({
      status: 'failed',
      error: { code: 'provider_error', stepPath: 'a', message: expect.stringContaining('503') },
    });
    expect(requests).toEqual({ 'a:m1': 3 });
  });

  it.each([
    ['retry-after-ms', '1500', 1_500],
    ['retry-after', '2', 2_000],
  ])('is not tried again earlier than %s says', async (header, value, least) => {
    const { model, run } = await createRig();
    model.setBehaviour({ fail: { status: 429, times: 1, headers: { [header]: value } } });
    const { events } = await run({ ...a, retry: quick });
    const [retried, answered] = events.filter(({ type }) => type === 'callRetried' || type === 'messageAdded').slice(1);
    expect(Date.parse(answered?.at ?? '') - Date.parse(retried?.at ?? '')).toBeGreaterThanOrEqual(least);
  });

  it('fails at once when the provider asks for more than ten minutes, and when money is what is missing', async () => {
    const { model, run } = await createRig();
    model.setBehaviour({ fail: { status: 429, headers: { 'retry-after': '700' } } });
    expect((await run(a)).execution).toMatchObject({ status: 'failed', error: { code: 'provider_rate_limited' } });
    model.setBehaviour({ fail: { status: 429, code: 'insufficient_quota' } });
    const { execution, requests } = await run(a);
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'provider_error' } });
    expect(requests).toEqual({ 'a:m1': 1 });
  });

  it('fails at once when it asks for more tools than a history takes, and what the provider says of it counts', async () => {
    const { model, agents, run, executions } = await createRig();
    await agents({ name: 'Asks', tools: ['text_statistics'] });
    const toolCalls = Array.from({ length: 1_500 }, () => ({ tool: 'text_statistics', arguments: { text: 'a' } }));
    model.setBehaviour({ toolCalls });
    const { execution, requests } = await run({ ...a, agent: 'Asks', retry: quick });
    expect(execution).toMatchObject({
      status: 'failed',
      error: { code: 'provider_error', stepPath: 'a', message: expect.stringContaining('1500') },
      usage: { calls: 0, wastedCalls: 1 },
    });
    expect(requests).toEqual({ 'a:m1': 1 });
    expect(await executions.listAttempts(LOCAL_ORGANIZATION, execution.id, { limit: 5 })).toMatchObject({
      items: [{ status: 'failed', reason: 'too_many_tool_calls', estimated: false }],
    });
  });

  it('is cut off when the provider is silent, before its first byte and in the middle', async () => {
    const { model, run } = await createRig({ timeouts: { firstByte: 300, idle: 300 } });
    model.setBehaviour((_request, { count }) => (count === 1 ? { firstByteDelayMs: 60_000 } : count === 2 ? { stallAfter: 1 } : {}));
    const { execution, events } = await run({ ...a, retry: quick });
    expect(execution.status).toBe('completed');
    const reasons = events.flatMap((event) => (event.type === 'callRetried' ? [event.reason] : []));
    expect(reasons).toEqual(['first_byte_timeout', 'idle_timeout']);
    await model.waitFor(({ disconnected }) => disconnected === 2);
  });
});

describe('a store that fails', () => {
  /** Fails the first commits, before or after they have landed. */
  const failing = (store: ExecutionStore, times: number, landed: boolean): ExecutionStore => {
    let left = times;
    return {
      ...store,
      async commitCall(...call) {
        if (left-- <= 0) return store.commitCall(...call);
        if (landed) await store.commitCall(...call);
        throw new Error('The disk is away');
      },
    };
  };

  it.each([
    ['did not take it', false],
    ['had taken it while the caller saw an error', true],
  ])('does not make an answer be bought again when it %s', async (_name, landed) => {
    const { run } = await createRig({ wrapStore: (store) => failing(store, 3, landed) });
    const { execution, requests, events, messages } = await run(a);
    expect(execution).toMatchObject({ status: 'completed', usage: { calls: 1, wastedCalls: 0 } });
    expect(requests).toEqual({ 'a:m1': 1 });
    expect(messages).toHaveLength(2);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  it('ends an execution once when the last write landed while the caller saw an error', async () => {
    let calls = 0;
    const { run, model } = await createRig({
      wrapStore: (store) => ({
        ...store,
        async close(...closing) {
          const standing = await store.close(...closing);
          if (calls++ === 0) throw new Error('The answer was lost');
          return standing;
        },
      }),
    });
    // An execution that completes is closed by its last call; one that fails by a flush.
    model.setBehaviour({ fail: { status: 400 } });
    const { execution, events } = await run(a);
    expect(execution.status).toBe('failed');
    expect(calls).toBe(2);
    expect(events.filter(({ type }) => type === 'executionEnded')).toHaveLength(1);
  });
});
