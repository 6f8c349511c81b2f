import { createSweeper } from '../../api/sweeper';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createEcho, execute } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const READ = [
  ...['', '/events', '/messages', '/messages?view=a:m1', '/steps', '/checkpoints', '/attempts', '/usage', '/agents', '/artifacts'],
  ...['/artifacts/x', '/output?call=a:m1', '/exchange?callId=a:m1&attempt=1', '/forks', '/comparison?with=x'],
];
const COMMANDS: [string, object][] = [
  ['fork', { superstep: 0 }],
  ['retry', {}],
  ['pause', {}],
  ['resume', {}],
  ['events', { name: 'x' }],
  ['messages', { text: 'x' }],
];

const end = (id: string) => api.executions.close(LOCAL_ORGANIZATION, id, [], { status: 'completed' });
const remove = (id: string) => api.call('DELETE', `/api/v1/executions/${id}`);

it('an ended execution is deleted with 204 and unknown to every endpoint from then on', async () => {
  const { workflowId } = await createEcho(api);
  const id = await execute(api, workflowId);
  await end(id);
  expect(await remove(id)).toMatchObject({ status: 204, text: '' });
  for (const path of READ) {
    expect(await api.call('GET', `/api/v1/executions/${id}${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
  for (const [command, body] of COMMANDS) {
    expect(await api.call('POST', `/api/v1/executions/${id}/${command}`, { body })).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  }
  expect((await api.call('GET', '/api/v1/executions')).body.items).toEqual([]);
  expect(await api.call('GET', `/api/v1/workflows/${workflowId}/status`)).toMatchObject({ status: 404, body: { code: 'no_execution' } });
  expect(await api.call('POST', `/api/v1/executions/${id}/cancel`, { body: {} })).toMatchObject({ status: 404 });
  expect(await remove(id)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('one that has not ended is refused with its state and stays as it is', async () => {
  const { workflowId } = await createEcho(api);
  const id = await execute(api, workflowId);
  expect(await remove(id)).toMatchObject({ status: 409, body: { code: 'execution_not_ended', state: 'queued' } });
  expect((await api.call('GET', `/api/v1/executions/${id}`)).body).toMatchObject({ status: 'queued' });
});

it('an unknown one is 404', async () => {
  expect(await remove('exe_nobody')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('the next sweep removes what it left behind', async () => {
  const { workflowId } = await createEcho(api);
  const id = await execute(api, workflowId);
  await end(id);
  await remove(id);
  const workflow = api.engine.workflows.get(id);
  if (workflow !== undefined) workflow.status = 'completed';
  expect(await api.executions.getStart(LOCAL_ORGANIZATION, id)).not.toBeNull();
  await createSweeper(api).sweep();
  expect(await api.executions.getStart(LOCAL_ORGANIZATION, id)).toBeNull();
});
