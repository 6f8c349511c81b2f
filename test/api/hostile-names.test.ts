import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createEcho, execute } from './harness/definitions';
import { appendMessages, putExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const NAMES = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  "x'); DROP TABLE agents; --",
  '../../etc/passwd',
  '%00',
  '{{input}}',
];

it.each(NAMES)('keeps, finds and runs an agent and a workflow called %s as any other', async (name) => {
  const agent = await api.call('POST', '/api/v1/agents', { body: { name, instructions: name } });
  expect(agent).toMatchObject({ status: 201, body: { name, instructions: name } });
  expect(await api.call('POST', '/api/v1/agents', { body: { name } })).toMatchObject({ status: 409, body: { code: 'name_taken' } });
  const root = { id: 'root', type: 'agent', agent: name, name };
  const workflow = await api.call('POST', '/api/v1/workflows', { body: { name, root } });
  expect(workflow).toMatchObject({ status: 201, body: { name, root } });
  const id = await execute(api, String(workflow.body.id), name);
  expect((await api.call('GET', `/api/v1/executions/${id}`)).body).toMatchObject({ name, input: name });
  const record = await api.executions.getStart(LOCAL_ORGANIZATION, id);
  expect(record?.plan.agents).toMatchObject({ [String(agent.body.id)]: { name } });
});

it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  'takes %s as the id of a step and of a participant',
  async (id) => {
    await createEcho(api);
    const steps = [
      { id, type: 'agent', agent: 'Echo' },
      { id: 'after', type: 'agent', agent: 'Echo', input: `{{ steps.${id}.text }}` },
    ];
    const row = await api.call('POST', '/api/v1/workflows', { body: { name: 'row', root: { id: 'row', type: 'sequential', steps } } });
    expect(row).toMatchObject({ status: 201, body: { root: { steps } } });
    const chat = { id: 'chat', type: 'groupChat', participants: [{ id, agent: 'Echo' }], maxRounds: 1 };
    const chats = await api.call('POST', '/api/v1/workflows', { body: { name: 'chat', root: chat } });
    expect(chats).toMatchObject({ status: 201, body: { root: chat } });
    for (const { body } of [row, chats]) expect(await execute(api, String(body.id))).toMatch(/^exe_/);
  },
);

it.each(['__proto__', 'constructor', 'toString'])(
  'has no tool, model provider, agent or step called %s unless somebody made it',
  async (name) => {
    await createEcho(api);
    const refused = { status: 400, body: { code: 'invalid_definition' } };
    expect(await api.call('POST', '/api/v1/agents', { body: { name: 'a', model: { provider: name, name: 'x' } } })).toMatchObject(refused);
    for (const root of [
      { id: 'a', type: 'tool', tool: name },
      { id: 'a', type: 'agent', agent: name },
      { id: 'a', type: 'agent', agent: 'Echo', input: `{{ steps.${name}.text }}` },
      { id: 'a', type: 'agent', agent: 'Echo', input: `{{ ${name} }}` },
      { id: 'a', type: 'loop', body: { id: 'b', type: 'agent', agent: 'Echo' }, maxIterations: 1, until: `${name} == 1` },
      { id: 'a', type: 'handoff', participants: [{ id: 'b', agent: 'Echo' }], start: name },
    ]) {
      expect(await api.call('POST', '/api/v1/workflows', { body: { name: 'w', root } })).toMatchObject(refused);
    }
    const call = await api.call('POST', '/tools/execute', { body: { tool: name } });
    expect([400, 404]).toContain(call.status);
    expect(await api.call('POST', '/agents/execute', { body: { agent: name, input: 'x' } })).toMatchObject({ status: 404 });
  },
);

describe('a line break or another control character', () => {
  const FORGED = `{"level":60,"name":"api","msg":"forged"}`;
  it.each(['\n', '\r\n', '\u0000', '\u001b[2J', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029'])(
    'is refused in every name: %j',
    async (mark) => {
      await createEcho(api);
      const name = `a${mark}${FORGED}`;
      const root = { id: 'a', type: 'agent', agent: 'Echo' };
      for (const [path, body, pointer] of [
        ['agents', { name }, '/name'],
        ['agents', { name: 'a', model: { provider: 'scripted', name } }, '/model/name'],
        ['workflows', { name, root }, '/name'],
        ['workflows', { name: 'a', root: { ...root, name } }, '/root/name'],
        ['workflows', { name: 'a', root: { ...root, id: `a${mark}` } }, '/root/id'],
      ] as const) {
        const answer = await api.call('POST', `/api/v1/${path}`, { body });
        expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
        expect(answer.body.errors).toContainEqual(expect.objectContaining({ path: pointer }));
      }
      expect(JSON.stringify(api.logger.lines)).not.toContain('forged');
    },
  );
});

it('takes a cursor only from the very list that gave it', async () => {
  const { agentId, workflowId } = await createEcho(api);
  const other = await api.call('POST', '/api/v1/agents', { body: { name: 'other' } });
  await api.call('POST', '/api/v1/workflows', { body: { name: 'other', root: { id: 'a', type: 'agent', agent: 'Echo' } } });
  for (const [id, name] of [
    [agentId, 'Echo'],
    [other.body.id, 'other'],
  ]) {
    await api.call('PUT', `/api/v1/agents/${id}`, { body: { name, instructions: 'new' }, headers: { 'if-match': '*' } });
  }
  for (const id of ['x', 'y']) {
    await execute(api, workflowId);
    await putExecution(api, id);
    await appendMessages(api, id, 0, 3, 'hello');
    await appendMessages(api, id, 3, 3, 'hello');
  }
  const lists = [
    '/api/v1/agents?',
    `/api/v1/agents/${agentId}/revisions?`,
    `/api/v1/agents/${other.body.id}/revisions?`,
    '/api/v1/workflows?',
    '/api/v1/executions?',
    `/api/v1/executions?workflowId=${workflowId}`,
    '/api/v1/executions?status=queued&status=running',
    '/api/v1/executions/x/messages?',
    '/api/v1/executions/x/messages?thread=t',
    '/api/v1/executions/y/messages?',
    '/api/v1/executions/x/attempts?',
    '/api/v1/executions/y/attempts?',
  ];
  const cursors: string[] = [];
  for (const list of lists) cursors.push(String((await api.call('GET', `${list}&limit=1`)).body.nextCursor));
  expect(new Set(cursors).size).toBe(lists.length);
  for (const [at, list] of lists.entries()) {
    for (const [from, cursor] of cursors.entries()) {
      const answer = await api.call('GET', `${list}&limit=1&cursor=${cursor}`);
      expect([list, lists[from], answer.status, answer.body.code]).toEqual([
        list,
        lists[from],
        ...(at === from ? [200] : [400, 'invalid_cursor']),
        ...(at === from ? [undefined] : []),
      ]);
    }
  }
});
