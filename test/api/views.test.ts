import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { begin, message } from '../suites/execution-builders';
import { createEcho } from './harness/definitions';
import { putExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const bad: [string, object, string][] = [
  ['an unknown type', { type: 'middle' }, '/root/participants/0/view/type'],
  ['no number of messages', { type: 'window' }, '/root/participants/0/view/last'],
  ['none of them', { type: 'window', last: 0 }, '/root/participants/0/view/last'],
  ['half a message', { type: 'summary', keep: 1.5 }, '/root/participants/0/view/keep'],
  ['a negative limit', { type: 'full', maxTokens: -1 }, '/root/participants/0/view/maxTokens'],
];

it.each(bad)('refuses a view with %s, and says where', async (_name, view, path) => {
  const root = { id: 'chat', type: 'groupChat', participants: [{ id: 'ann', agent: 'Echo', view }], maxRounds: 2 };
  await createEcho(api);
  const answer = await api.call('POST', '/api/v1/workflows', { body: { name: 'Bad', root } });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});

it('refuses a field that a view does not have', async () => {
  const answer = await api.call('POST', '/api/v1/agents', { body: { name: 'Bad', view: { type: 'window', last: 2, keep: 3 } } });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: '/view/keep', code: 'unknown_field' }] } });
});

it('keeps views and limits as they were saved', async () => {
  const view = { type: 'summary', keep: 4, maxTokens: 8_000, instructions: 'Keep names.' };
  const limits = { maxTurns: 3, contextTokens: 4_000 };
  const made = await api.call('POST', '/api/v1/agents', { body: { name: 'Bounded', view, limits } });
  expect(made).toMatchObject({ status: 201, body: { view, limits } });
});

it('gives what a call was shown, and answers for other calls with 404', async () => {
  await putExecution(api, 'e1');
  const view = {
    ...{ thread: 't', upTo: 4, reader: 'ann', agent: 'gone', instructions: 'Sum up' },
    ...{ cut: { head: 1, from: 2 }, added: [{ role: 'user' as const, text: 'Go on.' }] },
  };
  const said = (index: number, agent: string) => message(index, `m${index}`, { thread: 't', agent });
  const messages = [message(0, 'task', { thread: 't', role: 'user' }), said(1, 'ann'), said(2, 'bob'), said(3, 'ann')];
  await api.executions.beginAttempt(LOCAL_ORGANIZATION, 'e1', begin({ messages, view }));
  const answer = await api.call('GET', '/api/v1/executions/e1/messages?view=c1');
  expect(answer).toMatchObject({
    status: 200,
    body: {
      items: [
        { index: 0, role: 'user', text: 'task' },
        { index: 2, role: 'user', text: 'bob: m2', agent: 'bob' },
        { index: 3, role: 'assistant', text: 'm3' },
        { id: 'c1/3', index: 4, seq: 0, role: 'user', text: 'Go on.', added: true },
      ],
      call: { callId: 'c1', agent: 'ann', instructions: 'Sum up', thread: 't', upTo: 4, leftOut: { from: 1, upTo: 2 } },
    },
  });
  expect(await api.call('GET', '/api/v1/executions/e1/messages?view=c2')).toMatchObject({ status: 404, body: { code: 'no_view' } });
  expect(await api.call('GET', '/api/v1/executions/e2/messages?view=c1')).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('gives the instructions of the revision that the call had, whatever has become of the agent', async () => {
  await putExecution(api, 'e1');
  const made = await api.call('POST', '/api/v1/agents', { body: { name: 'Poet', instructions: 'In verse.' } });
  const agent = String(made.body.id);
  await api.call('PUT', `/api/v1/agents/${agent}`, { body: { name: 'Poet', instructions: 'In prose.' }, headers: { 'if-match': '"1"' } });
  const view = { thread: 't', upTo: 0, reader: null, agent, revision: 1 };
  await api.executions.beginAttempt(LOCAL_ORGANIZATION, 'e1', begin({ view }));
  expect(await api.call('GET', '/api/v1/executions/e1/messages?view=c1')).toMatchObject({
    status: 200,
    body: { items: [], call: { agent: 'Poet', instructions: 'In verse.' } },
  });
});
