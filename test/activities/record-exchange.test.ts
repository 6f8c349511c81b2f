import { createScriptedProvider } from '../../activities/models/scripted';
import { toExchange } from '../../activities/record-exchange';
import type { TextlessResponse } from '../../contracts/exchange';
import type { Json } from '../../contracts/json';
import { toRequest } from './models/support';

const provider = createScriptedProvider({ delayMs: 0 });
const record = (response: TextlessResponse, text = '', outcome: 'answered' | 'failed' = 'answered') =>
  toExchange(provider, { text, sent: true, request: toRequest(), heard: () => response }, outcome)?.response;

test('a text that is in a message is not written down again; the beginning of one that is lost is', () => {
  const response = { body: { said: [null] }, textAt: '/said/0' };
  expect(record(response, 'hello')).toEqual(response);
  expect(record(response, 'hello', 'failed')).toEqual({ body: { said: ['hello'] } });
  const cut = record(response, 'x'.repeat(100_000), 'failed');
  expect(cut).toMatchObject({ truncated: true });
  expect(JSON.stringify(cut).length).toBeLessThan(20_000);
});

test('of a response that is too long the texts are cut; one that is too long even so, or too deep, is left out', () => {
  expect(record({ status: 200, body: { long: 'x'.repeat(100_000), id: 'a' }, textAt: '/t' })).toEqual({
    ...{ status: 200, textAt: '/t', truncated: true },
    body: { long: 'x'.repeat(1_024), id: 'a' },
  });
  expect(record({ status: 200, body: Array.from({ length: 70_000 }, () => 1), textAt: '/0' })).toEqual({ status: 200, truncated: true });
  let deep: Json = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  expect(record({ status: 200, body: deep })).toEqual({ status: 200, truncated: true });
});

test('nothing is written down of a call that was never sent', () => {
  expect(toExchange(provider, { text: '', sent: false }, 'failed')).toBeUndefined();
});
