import type { StepInput } from '../../contracts/steps';
import { createEcho } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const TOOL = { id: 't', type: 'tool' as const, tool: 'count_words', arguments: { text: 'x' } };
const make = async (kind: 'agents' | 'workflows', body: object) => {
  const answer = await api.call('POST', `/api/v1/${kind}`, { body });
  if (answer.status !== 201) throw new Error(answer.text);
  return String(answer.body.id);
};
const BODIES = { agents: { name: 'Writer' }, workflows: { name: 'Flow', root: TOOL } };
const numbers = (answer: { body: { items?: unknown } }) => (answer.body.items as { revision: number }[]).map(({ revision }) => revision);

describe.each(['agents', 'workflows'] as const)('%s', (kind) => {
  const body = BODIES[kind];
  const remove = (id: string, tag: string | undefined) => api.call('DELETE', `/api/v1/${kind}/${id}`, { headers: { 'if-match': tag } });

  async function withRevisions(count: number): Promise<string> {
    const id = await make(kind, body);
    for (let revision = 2; revision <= count; revision++) {
      await api.call('PUT', `/api/v1/${kind}/${id}`, { body: { ...body, description: `r${revision}` }, headers: { 'if-match': '*' } });
    }
    return id;
  }

  it('keeps every revision as it was, newest first, in pages', async () => {
    const id = await withRevisions(3);
    const first = await api.call('GET', `/api/v1/${kind}/${id}/revisions?limit=2`);
    expect(numbers(first)).toEqual([3, 2]);
    const rest = await api.call('GET', `/api/v1/${kind}/${id}/revisions?cursor=${encodeURIComponent(String(first.body.nextCursor))}`);
    expect(numbers(rest)).toEqual([1]);
    const second = await api.call('GET', `/api/v1/${kind}/${id}/revisions/2`);
    expect(second).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { id, revision: 2, description: 'r2' } });
    expect((await api.call('GET', `/api/v1/${kind}/${id}/revisions/1`)).body).toMatchObject({ revision: 1, description: '' });
  });

  it.each(['0', '4', '-1', '1.5', 'one', '9999999999', '%00'])('has no revision %s', async (revision) => {
    const id = await withRevisions(3);
    expect(await api.call('GET', `/api/v1/${kind}/${id}/revisions/${revision}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });

  it('refuses a cursor from elsewhere and an id that nothing has', async () => {
    const id = await withRevisions(1);
    expect(await api.call('GET', `/api/v1/${kind}/${id}/revisions?cursor=x`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
    expect(await api.call('GET', `/api/v1/${kind}/none/revisions`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await api.call('GET', `/api/v1/${kind}/none/revisions/1`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it.each([
    [undefined, 428, 'precondition_required'],
    ['"1"', 412, 'precondition_failed'],
    ['"3"', 412, 'precondition_failed'],
    ['2', 400, 'invalid_if_match'],
  ])('answers a DELETE with If-Match %s by %i %s and deletes nothing', async (tag, status, code) => {
    const id = await withRevisions(2);
    expect(await remove(id, tag)).toMatchObject({ status, body: { code } });
    expect((await api.call('GET', `/api/v1/${kind}/${id}`)).status).toBe(200);
  });

  it.each(['"2"', '*'])('deletes with If-Match %s, keeps the revisions readable and gives the name free', async (tag) => {
    const id = await withRevisions(2);
    const answer = await remove(id, tag);
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers['content-type']).toBeUndefined();
    for (const again of [
      api.call('GET', `/api/v1/${kind}/${id}`),
      api.call('PUT', `/api/v1/${kind}/${id}`, { body, headers: { 'if-match': '*' } }),
      remove(id, '*'),
    ]) {
      expect(await again).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await api.call('GET', `/api/v1/${kind}`)).body.items).toEqual([]);
    expect(numbers(await api.call('GET', `/api/v1/${kind}/${id}/revisions`))).toEqual([2, 1]);
    expect((await api.call('GET', `/api/v1/${kind}/${id}/revisions/1`)).body).toMatchObject({ id, revision: 1 });
    expect(await make(kind, body)).not.toBe(id);
  });

  it('lets one of two that replace and delete the same revision win', async () => {
    const id = await withRevisions(1);
    const answers = await Promise.all([
      api.call('PUT', `/api/v1/${kind}/${id}`, { body: { ...body, description: 'new' }, headers: { 'if-match': '"1"' } }),
      remove(id, '"1"'),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect([
      [200, 412],
      [404, 204],
    ]).toContainEqual(statuses);
  });
});

describe('an agent that live workflows name', () => {
  const step = (id: string, agent: string) => ({ id, type: 'agent' as const, agent });
  const USES: [string, (agent: string) => StepInput][] = [
    ['as the root', (agent) => step('a', agent)],
    ['inside sequences', (agent) => ({ id: 's', type: 'sequential', steps: [{ id: 'i', type: 'sequential', steps: [step('a', agent)] }] })],
    ['in a branch', (agent) => ({ id: 'c', type: 'concurrent', branches: [TOOL, step('a', agent)] })],
    ['as an aggregator', (agent) => ({ id: 'c', type: 'concurrent', branches: [TOOL], aggregate: { type: 'agent', agent } })],
    ['in a chat', (agent) => ({ id: 'g', type: 'groupChat', participants: [{ id: 'p', agent }], maxRounds: 1 })],
    [
      'as a manager',
      (agent) => ({
        id: 'g',
        type: 'groupChat',
        participants: [{ id: 'p', agent: 'Other' }],
        manager: { type: 'agent', agent },
        maxRounds: 1,
      }),
    ],
    ['in a handoff', (agent) => ({ id: 'h', type: 'handoff', participants: [{ id: 'p', agent }], start: 'p' })],
    ['in a case', (agent) => ({ id: 'r', type: 'route', cases: [{ when: 'true', step: step('a', agent) }] })],
    ['otherwise', (agent) => ({ id: 'r', type: 'route', cases: [{ when: 'true', step: TOOL }], otherwise: step('a', agent) })],
    ['in a loop', (agent) => ({ id: 'l', type: 'loop', until: 'true', maxIterations: 1, body: step('a', agent) })],
    ['for each item', (agent) => ({ id: 'm', type: 'map', over: '[1]', body: step('a', agent) })],
  ];

  it.each(USES)('is not deleted: %s, by name or by id', async (_where, root) => {
    const id = await make('agents', { name: 'Writer' });
    await make('agents', { name: 'Other' });
    await make('workflows', { name: 'Free', root: TOOL });
    const byName = await make('workflows', { name: 'By name', root: root('Writer') });
    const byId = await make('workflows', { name: 'By id', root: root(id) });
    const answer = await api.call('DELETE', `/api/v1/agents/${id}`, { headers: { 'if-match': '*' } });
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'in_use',
        workflows: [
          { id: byId, name: 'By id' },
          { id: byName, name: 'By name' },
        ],
      },
    });
    for (const workflow of [byId, byName]) await api.call('DELETE', `/api/v1/workflows/${workflow}`, { headers: { 'if-match': '*' } });
    expect((await api.call('DELETE', `/api/v1/agents/${id}`, { headers: { 'if-match': '*' } })).status).toBe(204);
  });

  it('is free when another agent has its name as id, and stale before it is in use', async () => {
    const { agentId } = await createEcho(api);
    const namesake = await make('agents', { name: agentId });
    await make('workflows', { name: 'By id', root: step('a', agentId) });
    expect((await api.call('DELETE', `/api/v1/agents/${namesake}`, { headers: { 'if-match': '"1"' } })).status).toBe(204);
    expect(await api.call('DELETE', `/api/v1/agents/${agentId}`, { headers: { 'if-match': '"2"' } })).toMatchObject({ status: 412 });
  });
});
