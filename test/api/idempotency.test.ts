import { idempotencyKeyOf, runIdempotent } from '../../api/run-idempotent';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { IdempotencyStore, StoredAnswer } from '../../contracts/ports/idempotency-store';
import { createEcho } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

describe('a key over HTTP', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  const withKey = (key: string) => ({ 'idempotency-key': key });

  it('starts one execution for fifty requests at once, and answers all alike', async () => {
    const { workflowId } = await createEcho(api);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        api.call('POST', `/api/v1/workflows/${workflowId}/execute`, { body: { input: 'x' }, headers: withKey('fifty') }),
      ),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(202);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(49);
    expect(api.engine.starts).toBe(1);
    expect((await api.call('GET', '/api/v1/executions')).body.items).toHaveLength(1);
  });

  it('repeats status, body, address and ETag; the order of names does not matter', async () => {
    const first = await api.call('POST', '/api/v1/agents', { body: { name: 'a', description: 'd' }, headers: withKey('k') });
    const repeat = await api.call('POST', '/api/v1/agents', { body: { description: 'd', name: 'a' }, headers: withKey('k') });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(repeat).toMatchObject({ status: 201, text: first.text });
    expect(repeat.headers).toMatchObject({ 'idempotent-replayed': 'true', location: first.headers.location, etag: '"1"' });
  });

  it('refuses another body, and lets another path or another key be', async () => {
    await api.call('POST', '/api/v1/agents', { body: { name: 'a' }, headers: withKey('k') });
    const other = await api.call('POST', '/api/v1/agents', { body: { name: 'b' }, headers: withKey('k') });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_conflict' } });
    expect(await api.call('POST', '/api/v1/agents', { body: { name: 'b' }, headers: withKey('l') })).toMatchObject({ status: 201 });
    const root = { id: 's', type: 'agent', agent: 'a' };
    expect(await api.call('POST', '/api/v1/workflows', { body: { name: 'a', root }, headers: withKey('k') })).toMatchObject({
      status: 201,
    });
  });

  it('keeps refusals too', async () => {
    await api.call('POST', '/api/v1/agents', { body: { name: 'taken' } });
    const attempt = () => api.call('POST', '/api/v1/agents', { body: { name: 'taken' }, headers: withKey('k') });
    const first = await attempt();
    const repeat = await attempt();
    expect(first).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    expect(repeat).toMatchObject({ status: 409, text: first.text, headers: { 'idempotent-replayed': 'true' } });
    expect(repeat.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const invalid = () => api.call('POST', '/api/v1/agents', { body: { name: 7 }, headers: withKey('bad') });
    expect((await invalid()).text).toBe((await invalid()).text);
  });

  it('makes a thing once when the answer was lost before it was kept', async () => {
    jest.spyOn(api.idempotency, 'complete').mockRejectedValueOnce(new Error('disk full'));
    const attempt = () => api.call('POST', '/api/v1/agents', { body: { name: 'once' }, headers: withKey('k') });
    expect((await attempt()).status).toBe(500);
    expect((await attempt()).status).toBe(201);
    expect((await api.call('GET', '/api/v1/agents')).body.items).toHaveLength(1);
  });
});

describe('a claim that another request holds', () => {
  const scope = { organizationId: LOCAL_ORGANIZATION, method: 'POST', path: '/x', key: 'k' };
  const kept: StoredAnswer = { status: 201, headers: {}, body: { id: 'first' } };

  /** A store that is busy for a number of claims, then says `then`. */
  function busyStore(busy: number, then: Awaited<ReturnType<IdempotencyStore['claim']>>) {
    let claims = 0;
    const store: IdempotencyStore = {
      claim: async () => (++claims <= busy ? { state: 'busy' } : then),
      complete: async () => undefined,
      release: async () => undefined,
      purge: async () => 0,
    };
    return store;
  }
  const run = async () => ({ status: 201, headers: {}, body: { id: 'second' } });

  it('is waited for', async () => {
    const answer = await runIdempotent(busyStore(3, { state: 'done', answer: kept }), scope, { body: {}, newId: 'n' }, run);
    expect(answer).toEqual({ ...kept, headers: { 'Idempotent-Replayed': 'true' } });
  });

  it('is taken over when its holder let go, with the id of the first try', async () => {
    const ids: string[] = [];
    const answer = await runIdempotent(busyStore(1, { state: 'mine', resourceId: 'reserved' }), scope, { body: {}, newId: 'n' }, (id) => {
      ids.push(id);
      return run();
    });
    expect(answer.body).toEqual({ id: 'second' });
    expect(ids).toEqual(['reserved']);
  });

  it('is answered with 409 and Retry-After when it takes too long', async () => {
    const store = busyStore(Number.POSITIVE_INFINITY, { state: 'conflict' });
    await expect(runIdempotent(store, scope, { body: {}, newId: 'n', waitMs: 50 }, run)).rejects.toMatchObject({
      code: 'idempotency_in_progress',
      status: 409,
      headers: { 'Retry-After': '1' },
    });
  });

  it.each([503, 500])('is let go after %i', async (status) => {
    const store = busyStore(0, { state: 'mine', resourceId: 'r' });
    const release = jest.spyOn(store, 'release');
    const complete = jest.spyOn(store, 'complete');
    await runIdempotent(store, scope, { body: {}, newId: 'n' }, async () => ({ status, headers: {}, body: {} }));
    expect(release).toHaveBeenCalledTimes(1);
    expect(complete).not.toHaveBeenCalled();
  });
});

it('takes keys of 1 to 255 visible ASCII characters', () => {
  expect(idempotencyKeyOf(undefined)).toBeUndefined();
  expect(idempotencyKeyOf('!'.repeat(255))).toHaveLength(255);
  for (const bad of ['', ' ', 'ä', 'a\tb', 'x'.repeat(256)]) expect(() => idempotencyKeyOf(bad)).toThrow();
});
