import { createSweeper } from '../../api/sweeper';
import { LIMIT } from '../../contracts/constants';
import type { StartRecord } from '../../contracts/plan';
import type { NewApproval } from '../../contracts/ports/approval-store';
import { startApi, type TestApi } from './harness/start-api';

const ORGANIZATION = 'local';
const HASH = 'a'.repeat(64);

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await api.executions.putStart({
    executionId: 'e1',
    organizationId: ORGANIZATION,
    workflowId: 'w1',
    workflowRevision: 1,
    name: 'Pay',
    plan: { root: { id: 'ask', type: 'tool', tool: 'count_words', arguments: {} }, agents: {} },
    input: null,
    startedAt: new Date().toISOString(),
  });
});
afterEach(() => api.close());

const ask = (id: string, changes: Partial<NewApproval> = {}) =>
  api.executions.requestApproval(
    ORGANIZATION,
    'e1',
    { id, kind: 'step', stepPath: 'pay/ask', prompt: 'May it?', assignees: [], ...changes },
    [],
  );

const askForTool = (id: string) =>
  ask(id, {
    kind: 'tool',
    tool: 'pay',
    arguments: { amount: 1 },
    argumentsHash: HASH,
    argumentsSchema: { type: 'object', properties: { amount: { type: 'number', maximum: 10 } }, additionalProperties: false },
  });

const decide = (id: string, body: unknown, headers?: Record<string, string>) =>
  api.call('POST', `/api/v1/approvals/${id}/decision`, { body, headers });

it('is decided once: the same again is the same answer, another is told who decided', async () => {
  const asked = await ask('a1');
  expect((await api.call('GET', '/api/v1/approvals/a1')).body).toEqual(asked);
  const first = await decide('a1', { decision: 'approve', comment: 'Fine' });
  expect(first).toMatchObject({ status: 200, body: { status: 'approved', decision: { by: 'local-admin', comment: 'Fine' } } });
  expect(await decide('a1', { decision: 'approve', reason: 'Fine' })).toMatchObject({ status: 200, body: first.body });
  expect(await decide('a1', { decision: 'reject' })).toMatchObject({
    status: 409,
    body: { code: 'already_decided', state: 'approved', decision: { by: 'local-admin' }, detail: expect.stringContaining('local-admin') },
  });
});

it('wakes the workflow; when Temporal is away the decision stands and the sweeper delivers it', async () => {
  const root = { id: 'ask', type: 'tool' as const, tool: 'count_words' };
  await api.engine.start({ executionId: 'e1', organizationId: ORGANIZATION, workflowId: 'w1', name: 'Pay', root });
  await ask('a1');
  await ask('a2');
  await decide('a1', { decision: 'approve' });
  expect(api.engine.signals).toMatchObject([{ executionId: 'e1', letters: [{ kind: 'decision', about: 'a1', value: 'approved' }] }]);
  api.engine.away = true;
  expect(await decide('a2', { decision: 'reject' })).toMatchObject({ status: 200, body: { status: 'rejected' } });
  api.engine.away = false;
  await createSweeper(api).sweep();
  expect(api.engine.signals.at(-1)).toMatchObject({ letters: [{ about: 'a2', value: 'rejected' }] });
});

it('is one of many that somebody else decided: another person gets 409 with who', async () => {
  await ask('a1');
  await api.executions.decideApproval(ORGANIZATION, 'a1', { decision: 'approve', by: 'ann' });
  expect(await decide('a1', { decision: 'approve' })).toMatchObject({
    status: 409,
    body: { code: 'already_decided', decision: { by: 'ann', decision: 'approve' } },
  });
});

it('comes too late after the deadline, after a cancel and after the end: 410 with the state', async () => {
  await ask('late', { timeoutMs: 0, onTimeout: 'approve' });
  await ask('failed', { timeoutMs: 0, onTimeout: 'fail' });
  await ask('ended');
  expect(await decide('late', { decision: 'approve' })).toMatchObject({
    status: 410,
    body: { code: 'approval_expired', state: 'approved' },
  });
  expect(await decide('failed', { decision: 'approve' })).toMatchObject({ status: 410, body: { state: 'expired' } });
  await api.executions.close(ORGANIZATION, 'e1', [], { status: 'cancelled' });
  expect(await decide('ended', { decision: 'approve' })).toMatchObject({ status: 410, body: { state: 'cancelled' } });
});

it('comes too late once a cancel is accepted, though no worker has heard of it', async () => {
  await ask('a1');
  await api.executions.listStarted(ORGANIZATION, 'e1');
  await api.executions.requestCancel(ORGANIZATION, 'e1');
  expect(await decide('a1', { decision: 'approve' })).toMatchObject({
    status: 410,
    body: { code: 'approval_expired', state: 'cancelled' },
  });
  expect((await api.call('GET', '/api/v1/approvals')).body.items).toEqual([]);
});

it('comes too late when the time of a step around it is over, in its execution or above it, though no worker has heard of it', async () => {
  const began = (executionId: string, stepPath: string) =>
    api.executions.appendFacts(ORGANIZATION, executionId, [{ type: 'stepStarted', stepPath, stepType: 'loop' }]);
  const tool = { id: 't', type: 'tool' as const, tool: 'count_words', arguments: {} };
  const put = (executionId: string, timeout: string, changes: Partial<StartRecord> = {}) =>
    api.executions.putStart({
      executionId,
      organizationId: ORGANIZATION,
      workflowId: 'w1',
      workflowRevision: 1,
      name: 'Pay',
      plan: { root: { id: 'again', type: 'loop', timeout, body: tool, until: 'false', maxIterations: 3 }, agents: {} },
      input: null,
      startedAt: new Date().toISOString(),
      ...changes,
    });
  await put('above', '1ms');
  await put('below', '1h', { parent: { executionId: 'above', stepPath: 'again/w#2' } });
  await put('lasts', '1h');
  await put('fork', '1ms', { startedAt: new Date(Date.now() + 60_000).toISOString() });
  for (const id of ['above', 'below', 'lasts', 'fork']) await began(id, 'again');
  const statuses = [];
  for (const id of ['above', 'below', 'lasts', 'fork']) {
    const asked = { id: `of ${id}`, kind: 'tool' as const, stepPath: 'again/t#1', prompt: '?', assignees: [] };
    await api.executions.requestApproval(ORGANIZATION, id, asked, []);
    const { status, body } = await decide(`of ${id}`, { decision: 'approve' });
    statuses.push([id, status, body.state ?? body.status]);
  }
  expect(statuses).toEqual([
    ['above', 410, 'cancelled'],
    ['below', 410, 'cancelled'],
    ['lasts', 200, 'approved'],
    ['fork', 200, 'approved'],
  ]);
});

it('is decided under an idempotency key as under none', async () => {
  await ask('a1');
  const headers = { 'Idempotency-Key': 'k1' };
  const first = await decide('a1', { decision: 'approve' }, headers);
  const again = await decide('a1', { decision: 'approve' }, headers);
  expect(again).toMatchObject({ status: 200, body: first.body, headers: { 'idempotent-replayed': 'true' } });
});

it('takes edited arguments that fit the schema, for the call that was looked at', async () => {
  await askForTool('a1');
  const edited = { decision: 'approve', arguments: { amount: 2 }, argumentsHash: HASH };
  expect(await decide('a1', { ...edited, argumentsHash: 'b'.repeat(64) })).toMatchObject({
    status: 409,
    body: { code: 'approval_changed' },
  });
  expect(await decide('a1', { ...edited, arguments: { amount: 11, to: 'x' } })).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_body',
      errors: [
        { path: '/arguments/to', code: 'unknown_field' },
        { path: '/arguments/amount', code: 'maximum' },
      ],
    },
  });
  expect(await decide('a1', edited)).toMatchObject({ status: 200, body: { decision: { arguments: { amount: 2 } } } });
});

it('takes no edited arguments that no tool would take, for they are too large', async () => {
  await ask('a1', { kind: 'tool', tool: 'pay', arguments: {}, argumentsHash: HASH, argumentsSchema: { type: 'object' } });
  const of = (length: number) => ({ decision: 'approve', arguments: { text: 'x'.repeat(length) } });
  expect(await decide('a1', of(LIMIT.toolArgumentsBytes))).toMatchObject({
    status: 400,
    body: { code: 'invalid_body', errors: [{ path: '/arguments', code: 'arguments_too_large' }] },
  });
  expect(await decide('a1', of(LIMIT.toolArgumentsBytes - 20))).toMatchObject({ status: 200 });
});

const FORM = { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] };

it.each([
  ['a form that does not fit', 'step', { decision: 'approve', form: { amount: 'x' } }, '/form/amount'],
  ['a form that is missing something', 'step', { decision: 'approve', form: {} }, '/form/amount'],
  ['no form where there is one', 'step', { decision: 'approve' }, '/form'],
  ['a decision of another kind', 'step', { decision: 'happened', result: 1 }, '/decision'],
  ['arguments of something that has none', 'step', { decision: 'approve', form: { amount: 1 }, arguments: {} }, '/arguments'],
  ['comment and reason', 'step', { decision: 'reject', comment: 'a', reason: 'b' }, '/reason'],
  ['a result of something that is no call', 'step', { decision: 'reject', result: 1 }, '/result'],
  ['approval of a call in doubt', 'inDoubt', { decision: 'approve' }, '/decision'],
  ['a call that happened without its result', 'inDoubt', { decision: 'happened' }, '/result'],
  ['a hash that is none', 'step', { decision: 'approve', argumentsHash: 'x' }, '/argumentsHash'],
  ['a decision that is none', 'step', { decision: 'maybe' }, '/decision'],
  ['no decision', 'step', {}, '/decision'],
] as const)('refuses %s, with its place, and decides nothing', async (_name, kind, body, path) => {
  await ask('a1', { kind, ...(kind === 'step' && { form: FORM }) });
  const answer = await decide('a1', body);
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_body', errors: [{ path }] } });
  expect((await api.call('GET', '/api/v1/approvals/a1')).body).toMatchObject({ status: 'pending', decision: null });
});

it.each([
  ['cost', 'string', '0'],
  ['tokens', 'integer', 1_000_000_000_001],
  ['calls', 'integer', 1_000_000_001],
  ['time', 'string', '366d'],
])('of a budget gives no absurd %s', async (limited, type, absurd) => {
  const form = { type: 'object', properties: { [limited]: { type } }, required: [limited], additionalProperties: false };
  await ask('a1', { kind: 'budget', form });
  const answer = await decide('a1', { decision: 'approve', form: { [limited]: absurd } });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_body', errors: [{ path: `/form/${limited}` }] } });
  expect((await api.call('GET', '/api/v1/approvals/a1')).body).toMatchObject({ status: 'pending' });
});

it('may be rejected without the form, and approved with it', async () => {
  await ask('a1', { form: FORM });
  await ask('a2', { form: FORM });
  expect(await decide('a1', { decision: 'reject', reason: 'No' })).toMatchObject({ status: 200, body: { status: 'rejected' } });
  expect(await decide('a2', { decision: 'approve', form: { amount: 1 } })).toMatchObject({ body: { decision: { form: { amount: 1 } } } });
});

it('is in the inbox while it is pending; filters say what else', async () => {
  for (const id of ['a1', 'a2', 'a3']) await ask(id, { assignees: [`role:${id}`] });
  await askForTool('a4');
  await decide('a2', { decision: 'reject' });
  const list = async (query: string) =>
    ((await api.call('GET', `/api/v1/approvals${query}`)).body.items as { id: string }[]).map(({ id }) => id);
  expect(await list('')).toEqual(['a4', 'a3', 'a1']);
  expect(await list('?status=rejected&status=approved')).toEqual(['a2']);
  expect(await list('?kind=tool')).toEqual(['a4']);
  expect(await list('?executionId=e1&workflowId=w1&assignee=role:a1')).toEqual(['a1']);
  expect(await list('?executionId=e2')).toEqual([]);
  const page = await api.call('GET', '/api/v1/approvals?limit=2');
  expect(await list(`?limit=2&cursor=${page.body.nextCursor}`)).toEqual(['a1']);
  expect(await api.call('GET', '/api/v1/approvals?status=maybe')).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
  expect(await api.call('GET', '/api/v1/approvals?cursor=x')).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
});

it('is not found under an id that nothing has', async () => {
  expect(await api.call('GET', '/api/v1/approvals/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await decide('nothing', { decision: 'approve' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
});
