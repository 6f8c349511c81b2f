import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { Fact } from '../../contracts/plan';
import type { StepInput } from '../../contracts/steps';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
let id: string;
beforeEach(async () => {
  api = await startApi();
  await api.call('POST', '/api/v1/agents', { body: { name: 'A' } });
  const chat = (name: string): StepInput => ({
    id: name,
    type: 'groupChat',
    participants: [{ id: 'ann', agent: 'A' }],
    maxRounds: 3,
  });
  const root: StepInput = {
    id: 'all',
    type: 'concurrent',
    branches: [chat('one'), { id: 'again', type: 'loop', body: chat('two'), until: 'false', maxIterations: 3 }],
  };
  const { body } = await api.call('POST', '/api/v1/workflows', { body: { name: 'Chats', root } });
  id = (await api.call('POST', `/api/v1/workflows/${body.id}/execute`, { body: {} })).body.executionId as string;
});
afterEach(() => api.close());

const send = (body: unknown, headers = {}) => api.call('POST', `/api/v1/executions/${id}/messages`, { body, headers });
const signalled = () => api.engine.signals.flatMap(({ letters }) => letters);
const tell = (...facts: Fact[]) => api.executions.appendFacts(LOCAL_ORGANIZATION, id, facts);
const begin = (stepPath: string) => tell({ type: 'stepStarted', stepPath, stepType: 'groupChat' });
const end = (stepPath: string) => tell({ type: 'stepCompleted', stepPath, stepType: 'groupChat' });

it('goes to the only chat that runs, under a name', async () => {
  await begin('all/one');
  const answer = await send({ text: 'Hello', as: 'Anna' });
  expect(answer).toMatchObject({ status: 202, body: { stepPath: 'all/one', as: 'Anna', id: expect.stringMatching(/^msg_/) } });
  expect(signalled()).toEqual([{ number: 1, id: answer.body.id, kind: 'message', about: 'all/one' }]);
  expect(await api.executions.readLetter(LOCAL_ORGANIZATION, id, 1)).toEqual({ text: 'Hello', as: 'Anna' });
  expect(await send({ text: 'Hello' })).toMatchObject({ body: { as: 'human' } });
});

it('goes to the chat that is named when several run', async () => {
  for (const path of ['all/one', 'all/again/two#1', 'all/again/two#2']) await begin(path);
  await end('all/again/two#1');
  expect(await send({ text: 'Hello' })).toMatchObject({
    status: 409,
    body: { code: 'no_running_chat', chats: ['all/one', 'all/again/two#2'] },
  });
  expect(await send({ text: 'Hello', stepPath: 'all/again/two#2' })).toMatchObject({ status: 202 });
  expect(await send({ text: 'Hello', stepPath: 'all/again/two#1' })).toMatchObject({ status: 409, body: { code: 'no_running_chat' } });
});

it('is one message however often it is sent with the same key', async () => {
  await begin('all/one');
  const headers = { 'idempotency-key': 'k' };
  const [first, second] = [await send({ text: 'Hello' }, headers), await send({ text: 'Hello' }, headers)];
  expect(second.body).toEqual(first.body);
  expect(signalled()).toHaveLength(1);
});

it('is refused when nothing can take it', async () => {
  expect(await send({ text: 'Hello' })).toMatchObject({ status: 409, body: { code: 'no_running_chat', chats: [] } });
  await begin('all/one');
  await api.executions.close(LOCAL_ORGANIZATION, id, [], { status: 'cancelled' });
  expect(await send({ text: 'Hello' })).toMatchObject({ status: 409, body: { code: 'execution_ended', state: 'cancelled' } });
  id = 'nobody';
  expect(await send({ text: 'Hello' })).toMatchObject({ status: 404 });
});

it.each<[string, object, string, string]>([
  ['no text', {}, 'invalid_body', '/text'],
  ['an empty text', { text: '' }, 'invalid_body', '/text'],
  ['the name of a participant', { text: 'x', as: 'ann' }, 'invalid_body', '/as'],
  ['a name of two lines', { text: 'x', as: 'a\nb' }, 'invalid_body', '/as'],
  ['an unknown field', { text: 'x', to: 'ann' }, 'unknown_field', '/to'],
])('refuses %s', async (_, body, code, path) => {
  await begin('all/one');
  const answer = await send(body);
  expect(answer).toMatchObject({ status: 400, body: { code } });
  expect((answer.body.errors as { path: string }[])[0]?.path).toBe(path);
  expect(signalled()).toEqual([]);
});
