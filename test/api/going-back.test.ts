import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { begin, commit } from '../suites/execution-builders';
import { createEcho, execute } from './harness/definitions';
import { putExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

it('lists the agents as an execution runs them, whatever they have become since', async () => {
  const { agentId, workflowId } = await createEcho(api);
  const id = await execute(api, workflowId);
  const changed = { name: 'Parrot', instructions: 'Repeat twice.' };
  await api.call('PUT', `/api/v1/agents/${agentId}`, { body: changed, headers: { 'If-Match': '*' } });
  const pinned = { id: agentId, name: 'Echo', revision: 1, instructions: 'Repeat.', model: { provider: 'scripted', name: 'demo' } };
  expect(await api.call('GET', `/api/v1/executions/${id}/agents`)).toMatchObject({ status: 200, body: { items: [pinned] } });

  const edits = [{ type: 'agent', agent: 'Echo', instructions: 'Be quiet.' }];
  const fork = await api.call('POST', `/api/v1/executions/${id}/fork`, { body: { superstep: 0, edits } });
  const { body } = await api.call('GET', `/api/v1/executions/${fork.body.id}/agents`);
  expect(body).toEqual({ items: [{ ...pinned, instructions: 'Be quiet.', unsaved: true }] });
});

it('gives what a call answered, however long it is, and 404 for one that did not answer', async () => {
  await putExecution(api, 'e1');
  const result = { text: 'word '.repeat(60_000) };
  await api.executions.beginAttempt(LOCAL_ORGANIZATION, 'e1', begin({ callId: 'a/b#2:t1', kind: 'tool' }));
  await api.executions.commitCall(
    LOCAL_ORGANIZATION,
    'e1',
    commit('', { callId: 'a/b#2:t1', kind: 'tool', messages: [], output: { text: JSON.stringify(result), data: result } }),
  );
  const of = (call: string, id = 'e1') => api.call('GET', `/api/v1/executions/${id}/output?call=${encodeURIComponent(call)}`);
  expect(await of('a/b#2:t1')).toMatchObject({
    status: 200,
    body: { callId: 'a/b#2:t1', data: result, text: JSON.stringify(result) },
  });
  expect(await of('a/b#1:t1')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await of('a/b#2:t1', 'e9')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await of('')).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
});

it('gives the steps at work, the events of one call, and the attempts of some steps', async () => {
  await putExecution(api, 'e1');
  await api.executions.appendFacts(LOCAL_ORGANIZATION, 'e1', [{ type: 'stepStarted', stepPath: 'a', stepType: 'agent' }]);
  await api.executions.beginAttempt(LOCAL_ORGANIZATION, 'e1', begin({ callId: 'a:m1' }));
  await api.executions.commitCall(LOCAL_ORGANIZATION, 'e1', commit('Yes.', { callId: 'a:m1' }));
  const read = (what: string) => api.call('GET', `/api/v1/executions/e1/${what}`);
  expect(await read('steps?open=true')).toMatchObject({ status: 200, body: { items: [{ path: 'a', stepType: 'agent', begun: 1 }] } });
  expect((await read('events?callId=a:m1')).body.items).toMatchObject([{ type: 'messageAdded', message: { text: 'Yes.' } }]);
  expect((await read('attempts?stepPath=a')).body.items).toMatchObject([{ callId: 'a:m1' }]);
  expect((await read('attempts?stepPath=b&stepPath=c')).body.items).toEqual([]);
  const refused = (path: string) => ({ status: 400, body: { code: 'invalid_query', errors: [expect.objectContaining({ path })] } });
  expect(await read('attempts?stepPath=a&callId=a:m1')).toMatchObject(refused('/stepPath'));
  expect(await read(`attempts?${'stepPath=a&'.repeat(51)}`)).toMatchObject(refused('/stepPath'));
  expect(await read('steps?open=false')).toMatchObject(refused('/open'));
  const streamed = await api.call('GET', '/api/v1/executions/e1/events?callId=a:m1', { headers: { Accept: 'text/event-stream' } });
  expect(streamed).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
});

it('gives the checkpoint of one superstep, or of one step, alone', async () => {
  await putExecution(api, 'e1');
  const facts = ['a', 'b', 'c'].map((stepPath) => ({ type: 'superstepCommitted' as const, stepPath }));
  await api.executions.appendFacts(LOCAL_ORGANIZATION, 'e1', facts);
  const one = await api.call('GET', '/api/v1/executions/e1/checkpoints?superstep=2');
  expect(one).toMatchObject({ status: 200, body: { items: [{ superstep: 2, stepPath: 'b' }] } });
  expect((await api.call('GET', '/api/v1/executions/e1/checkpoints?superstep=4')).body).toEqual({ items: [] });
  const behind = await api.call('GET', '/api/v1/executions/e1/checkpoints?stepPath=c');
  expect(behind).toMatchObject({ status: 200, body: { items: [{ superstep: 3, stepPath: 'c', editable: { agents: [] } }] } });
  expect((await api.call('GET', '/api/v1/executions/e1/checkpoints?stepPath=d')).body).toEqual({ items: [] });
  expect(await api.call('GET', '/api/v1/executions/e1/checkpoints?stepPath=c&superstep=3')).toMatchObject({
    status: 400,
    body: { code: 'invalid_query', errors: [{ path: '/stepPath' }] },
  });
  expect(await api.call('GET', '/api/v1/executions/e1/checkpoints?superstep=0')).toMatchObject({
    status: 400,
    body: { code: 'invalid_query' },
  });
});
