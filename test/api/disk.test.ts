import { randomUUID } from 'node:crypto';
import { StoreFull, StoreUnavailable } from '../../contracts/ports/store-errors';
import { startApi, type TestApi } from './harness/start-api';

/** What SQLite says of such disks, without having them; real ones are in test/product/disk.test.ts. */
let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const pragma = (text: string) => api.database.read(() => api.database.statement<Record<string, number>>(`PRAGMA ${text}`).get([]));
/** The database may not grow any more, as on a full disk; then it may again. */
const fill = async () => pragma(`max_page_count = ${(await pragma('page_count'))?.page_count}`);
const free = () => pragma('max_page_count = 1000000');

const createAgent = (name: string, key: string) =>
  api.call('POST', '/api/v1/agents', { body: { name, instructions: 'x'.repeat(60_000) }, headers: { 'idempotency-key': key } });
const countAgents = async () => ((await api.call('GET', '/api/v1/agents')).body.items as object[]).length;
const logged = (kind: typeof StoreFull | typeof StoreUnavailable) =>
  expect.objectContaining({ level: 'error', fields: expect.objectContaining({ err: expect.any(kind) }) });

it('a full disk is answered with 507, changes nothing, can be read, and goes on when there is room again', async () => {
  expect((await createAgent('before', randomUUID())).status).toBe(201);
  await fill();
  const key = randomUUID();
  for (let n = 0; n < 3; n++) {
    const answer = await createAgent('full', key);
    expect(answer).toMatchObject({ status: 507, body: { code: 'insufficient_storage', title: 'The disk is full' } });
  }
  expect(api.logger.lines).toContainEqual(logged(StoreFull));
  expect(await countAgents()).toBe(1);
  await free();
  expect((await createAgent('full', key)).status).toBe(201);
  expect(await countAgents()).toBe(2);
});

it('a disk that takes no write is answered with 503 and Retry-After, and can be read', async () => {
  expect((await createAgent('before', randomUUID())).status).toBe(201);
  await pragma('query_only = 1');
  const answer = await createAgent('after', randomUUID());
  expect(answer).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(api.logger.lines).toContainEqual(logged(StoreUnavailable));
  expect(await countAgents()).toBe(1);
  await pragma('query_only = 0');
  expect((await createAgent('after', randomUUID())).status).toBe(201);
});

it('a key that was claimed when the disk became unwritable is free when it can be written again', async () => {
  const key = randomUUID();
  const { create } = api.definitions.agents;
  api.definitions.agents.create = async (...given) => {
    await pragma('query_only = 1');
    return create(...given);
  };
  expect(await createAgent('held', key)).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
  expect(await createAgent('held', key)).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
  api.definitions.agents.create = create;
  await pragma('query_only = 0');
  const answers = await Promise.all(Array.from({ length: 5 }, () => createAgent('held', key)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
});
