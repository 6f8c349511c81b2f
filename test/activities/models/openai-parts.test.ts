import { fromUsage } from '../../../activities/models/openai/answer';
import { toChatRequest, toMessages } from '../../../activities/models/openai/chat-request';
import { toRetryAfterMs } from '../../../activities/models/openai/retry-after';
import { createToolCalls } from '../../../activities/models/openai/tool-calls';
import { toRequest } from './support';

describe('toRetryAfterMs', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  test.each([
    [{ 'retry-after-ms': '1500.2' }, 1_501],
    [{ 'retry-after-ms': 'soon', 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Tue, 24 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': '5 apples' }, undefined],
    [{ 'retry-after': '-3' }, undefined],
    [{ 'retry-after': 'Infinity' }, undefined],
    [{}, undefined],
  ])('reads %j as %p', (headers, expected) => {
    expect(toRetryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});

describe('createToolCalls', () => {
  const finish = (deltas: object[]) => {
    const calls = createToolCalls('step/m0');
    for (const delta of deltas) calls.add(delta as Parameters<typeof calls.add>[0]);
    return calls.toList();
  };

  test('takes a whole call that is sent twice once', () => {
    const whole = { index: 0, id: 'c1', function: { name: 'f', arguments: '{"a":1}' } };
    expect(finish([whole, whole])).toEqual([{ id: 'c1', tool: 'f', arguments: { a: 1 } }]);
  });

  test('tells calls apart that all have index 0', () => {
    const calls = finish([
      { index: 0, id: 'c1', function: { name: 'f', arguments: '{"a":1}' } },
      { index: 0, id: 'c2', function: { name: 'g', arguments: '{"b"' } },
      { index: 0, function: { arguments: ':2}' } },
    ]);
    expect(calls).toEqual([
      { id: 'c1', tool: 'f', arguments: { a: 1 } },
      { id: 'c2', tool: 'g', arguments: { b: 2 } },
    ]);
  });

  test('makes ids for a server that gives none, the same for the same call', () => {
    const deltas = [
      { index: 0, function: { name: 'f', arguments: '{}' } },
      { index: 1, function: { name: 'f', arguments: '{}' } },
    ];
    const ids = finish(deltas).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(finish(deltas).map(({ id }) => id)).toEqual(ids);
  });

  test('gives calls of one id ids of their own, so that each keeps its arguments', () => {
    const calls = finish([
      { index: 0, id: 'c1', function: { name: 'f', arguments: '{"a":1}' } },
      { index: 1, id: 'c1', function: { name: 'f', arguments: '{"a":2}' } },
    ]);
    expect(calls.map((call) => call.arguments)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    expect(calls[0]?.id).toBe('c1');
  });
});

test('fromUsage takes only whole numbers of both kinds', () => {
  expect(fromUsage({ prompt_tokens: 1, completion_tokens: 0 })).toEqual({ inputTokens: 1, outputTokens: 0 });
  for (const usage of [
    null,
    undefined,
    {},
    { prompt_tokens: 1 },
    { prompt_tokens: '1', completion_tokens: 2 },
    { prompt_tokens: -1, completion_tokens: 2 },
  ]) {
    expect(fromUsage(usage)).toBeUndefined();
  }
});

test('toMessages leaves empty instructions out and sends malformed arguments as valid JSON', () => {
  const messages = toMessages('', [{ role: 'assistant', text: 'x', toolCalls: [{ id: 'c', tool: 'f', arguments: '{"a": ' }] }]);
  expect(messages).toEqual([
    { role: 'assistant', content: 'x', tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '"{\\"a\\": "' } }] },
  ]);
});

test('OpenAI itself gets max_completion_tokens, others max_tokens', () => {
  const request = toRequest({ maxOutputTokens: 9 });
  expect(toChatRequest(request)).toMatchObject({ max_completion_tokens: 9 });
  expect(toChatRequest(request, 'https://me.openai.azure.com/openai/v1')).toMatchObject({ max_completion_tokens: 9 });
  expect(toChatRequest(request, 'http://127.0.0.1:1234/v1')).toMatchObject({ max_tokens: 9 });
});
