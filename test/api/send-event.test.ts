import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import type { StepInput } from '../../contracts/steps';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
let id: string;
beforeEach(async () => {
  api = await startApi();
  const root: StepInput = {
    id: 'row',
    type: 'sequential',
    steps: [
      { id: 'pay', type: 'wait', event: 'invoice paid' },
      { id: 'each', type: 'map', over: '[1]', body: { id: 'ship', type: 'wait', event: 'sent' } },
    ],
  };
  const { body } = await api.call('POST', '/api/v1/workflows', { body: { name: 'Payment', root } });
  id = (await api.call('POST', `/api/v1/workflows/${body.id}/execute`, { body: {} })).body.executionId as string;
});
afterEach(() => api.close());

const send = (body: unknown, headers = {}) => api.call('POST', `/api/v1/executions/${id}/events`, { body, headers });
const signalled = () => api.engine.signals.flatMap(({ letters }) => letters);

it('accepts an event, keeps what it says and delivers only what it is about', async () => {
  const answer = await send({ name: 'invoice paid', text: 'Paid', payload: { amount: '12', secret: 'x'.repeat(1_000) } });
  expect(answer).toMatchObject({ status: 202, body: { id: expect.stringMatching(/^evt_/), name: 'invoice paid' } });
  expect(signalled()).toEqual([{ number: 1, id: answer.body.id, kind: 'event', about: 'invoice paid' }]);
  expect(await api.executions.readLetter(LOCAL_ORGANIZATION, id, 1)).toMatchObject({ text: 'Paid', payload: { amount: '12' } });
  expect(await send({ name: 'sent' })).toMatchObject({ status: 202 });
  expect(await api.executions.readLetter(LOCAL_ORGANIZATION, id, 2)).toEqual({});
});

it('is one event however often it is sent with the same key, and says the same', async () => {
  const headers = { 'idempotency-key': 'payment-1' };
  const [first, second] = [await send({ name: 'sent' }, headers), await send({ name: 'sent' }, headers)];
  expect(second.body).toEqual(first.body);
  expect(signalled()).toHaveLength(1);
  expect(await send({ name: 'sent', text: 'other' }, headers)).toMatchObject({ status: 422 });
  await send({ name: 'sent' });
  expect(signalled().map(({ number }) => number)).toEqual([1, 2]);
});

it('is accepted while Temporal is away', async () => {
  api.engine.away = true;
  expect(await send({ name: 'sent' })).toMatchObject({ status: 202 });
  expect(await api.executions.listWithUndelivered(10)).toEqual([{ organizationId: LOCAL_ORGANIZATION, executionId: id }]);
});

it.each<[string, unknown, number, string, string | null]>([
  ['a name that no step waits for', { name: 'nobody' }, 409, 'event_not_expected', null],
  ['no name', { text: 'x' }, 400, 'invalid_body', '/name'],
  ['an empty name', { name: '' }, 400, 'invalid_body', '/name'],
  ['a name of two lines', { name: 'a\nb' }, 400, 'invalid_body', '/name'],
  ['a text that is none', { name: 'sent', text: 1 }, 400, 'invalid_body', '/text'],
  ['an unknown field', { name: 'sent', data: 1 }, 400, 'unknown_field', '/data'],
])('refuses %s', async (_, body, status, code, path) => {
  const answer = await send(body);
  expect(answer).toMatchObject({ status, body: { code } });
  const errors = (answer.body.errors ?? []) as { path: string }[];
  expect(errors[0]?.path ?? null).toBe(path);
  expect(signalled()).toEqual([]);
});

it('names the events that are waited for', async () => {
  const { body } = await send({ name: 'payed' });
  expect(body.detail).toContain('invoice paid, sent');
});

it('is refused by an execution that has ended, and by one that is not there', async () => {
  await api.executions.close(LOCAL_ORGANIZATION, id, [], { status: 'completed' });
  for (const name of ['sent', 'nobody waits for it'])
    expect(await send({ name })).toMatchObject({ status: 409, body: { code: 'execution_ended', state: 'completed' } });
  id = 'exe_nobody';
  expect(await send({ name: 'sent' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it.each<[string, object, string]>([
  ['neither a time nor an event', {}, '/root'],
  ['both', { for: '1s', event: 'x' }, '/root'],
  ['a time that is none', { for: 'soon' }, '/root/for'],
  ['no time at all', { for: '0s' }, '/root/for'],
  ['a time beyond all bounds', { for: '99999d' }, '/root/for'],
  ['a timeout beside a time', { for: '1s', timeout: '2s' }, '/root/timeout'],
])('a wait with %s cannot be saved', async (_, fields, path) => {
  const answer = await api.call('POST', '/api/v1/workflows', { body: { name: 'W', root: { id: 'w', type: 'wait', ...fields } } });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});
