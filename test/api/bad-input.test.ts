import { gzipSync } from 'node:zlib';
import type { HttpOptions } from './harness/http-caller';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
afterEach(async () => {
  expect((await api.call('GET', '/api/v1/agents')).body.items).toEqual([]);
});

const json = (raw: string | Buffer, headers: HttpOptions['headers'] = {}): HttpOptions => ({ raw, headers });
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

const REFUSED: [string, HttpOptions, number, string, string?][] = [
  ['nothing', {}, 400, 'invalid_body'],
  ['no JSON', json('{'), 400, 'invalid_json'],
  ['two JSON texts', json('{} {}'), 400, 'invalid_json'],
  ['a byte order mark', json('\ufeff{"name":"a"}'), 400, 'invalid_json'],
  ['invalid UTF-8', json(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400, 'invalid_json'],
  ['UTF-16', json(Buffer.from('{"name":"a"}', 'utf16le')), 400, 'invalid_json'],
  ['NaN', json('{"name":NaN}'), 400, 'invalid_json'],
  ['a list', { body: [] }, 400, 'invalid_body', ''],
  ['null', json('null'), 400, 'invalid_body', ''],
  ['a wrong type', { body: { name: 1 } }, 400, 'invalid_body', '/name'],
  ['a missing field', { body: {} }, 400, 'invalid_body', '/name'],
  ['an unknown field', { body: { name: 'a', colour: 'red' } }, 400, 'unknown_field', '/colour'],
  ['an unknown field further in', { body: { name: 'a', limits: { 'a/b~c': 1 } } }, 400, 'unknown_field', '/limits/a~1b~0c'],
  ['__proto__', json('{"name":"a","__proto__":{"x":1}}'), 400, 'invalid_body', '/__proto__'],
  ['constructor', { body: { name: 'a', output: { constructor: { prototype: {} } } } }, 400, 'invalid_body', '/output/constructor'],
  ['NUL in a text', json('{"name":"a\\u0000"}'), 400, 'invalid_body', '/name'],
  ['NUL in a name', json('{"na\\u0000me":"a"}'), 400, 'invalid_body'],
  ['half a surrogate pair', json('{"name":"\\ud800x"}'), 400, 'invalid_body', '/name'],
  ['a number beyond all bounds', json('{"name":"a","limits":{"maxTurns":1e999}}'), 400, 'invalid_body', '/limits/maxTurns'],
  ['65 levels', json(deep(66)), 400, 'invalid_body'],
  ['200,000 levels', json(deep(200_000)), 400, 'invalid_body'],
  ['a name that is too long', { body: { name: 'x'.repeat(201) } }, 400, 'invalid_body', '/name'],
  ['instructions of 65 KiB', { body: { name: 'a', instructions: 'ä'.repeat(33_000) } }, 400, 'invalid_body', '/instructions'],
  ['a mebibyte and a byte', json(`{"name":"${'x'.repeat(1024 * 1024)}"}`), 413, 'body_too_large'],
  ['a mebibyte in chunks', { ...json(`{"name":"${'x'.repeat(1024 * 1024)}"}`), chunked: true }, 413, 'body_too_large'],
  ['no content type', json('{"name":"a"}', { 'content-type': undefined }), 415, 'unsupported_media_type'],
  ['a form', json('name=a', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported_media_type'],
  ['plain text', json('{"name":"a"}', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
  ['another charset', json('{"name":"a"}', { 'content-type': 'application/json; charset=utf-16' }), 415, 'unsupported_media_type'],
  ['gzip', json(gzipSync('{"name":"a"}'), { 'content-encoding': 'gzip' }), 415, 'unsupported_media_type'],
  ['an empty key', { body: { name: 'a' }, headers: { 'idempotency-key': '' } }, 400, 'invalid_idempotency_key'],
  ['a key with a space', { body: { name: 'a' }, headers: { 'idempotency-key': 'a b' } }, 400, 'invalid_idempotency_key'],
  ['a key of 256 characters', { body: { name: 'a' }, headers: { 'idempotency-key': 'k'.repeat(256) } }, 400, 'invalid_idempotency_key'],
];

// A row without a path gets null, for jest would hand a missing argument its callback.
it.each(REFUSED.map(([what, options, status, code, path]) => [what, options, status, code, path ?? null] as const))(
  'refuses %s with problem details and changes nothing',
  async (_what, options, status, code, path) => {
    const answer = await api.call('POST', '/api/v1/agents', options);
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
      body: {
        code,
        status,
        title: expect.any(String),
        type: expect.any(String),
        detail: expect.any(String),
        requestId: expect.any(String),
      },
    });
    if (path !== null) expect(answer.body.errors).toContainEqual(expect.objectContaining({ path, message: expect.any(String) }));
  },
);

it.each([
  ['GET', '/api/v1/agents?limit=0', 400, 'invalid_query'],
  ['GET', '/api/v1/agents?limit=201', 400, 'invalid_query'],
  ['GET', '/api/v1/agents?limit=many', 400, 'invalid_query'],
  ['GET', '/api/v1/agents?limit=1&limit=2', 400, 'invalid_query'],
  ['GET', '/api/v1/agents?colour=red', 400, 'invalid_query'],
  ['GET', '/api/v1/agents/x?colour=red', 400, 'invalid_query'],
  ['GET', '/api/v1/agents?cursor=%00', 400, 'invalid_cursor'],
  ['GET', '/api/v1/executions?status=asleep', 400, 'invalid_query'],
  ['GET', '/api/v1/executions?startedAfter=yesterday', 400, 'invalid_query'],
  ['GET', '/api/v1/executions/x/events?after=-1', 400, 'invalid_query'],
  ['GET', '/api/v1/executions/x/events?limit=1001', 400, 'invalid_query'],
  ['GET', '/api/v1/nothing', 404, 'not_found'],
  ['POST', '/nothing', 404, 'not_found'],
  ['GET', '/api/v1/agents/', 404, 'not_found'],
  ['GET', '/API/V1/agents', 404, 'not_found'],
  ['DELETE', '/api/v1/agents', 405, 'method_not_allowed'],
  ['PATCH', '/api/v1/agents/x', 405, 'method_not_allowed'],
  ['OPTIONS', '/api/v1/agents', 405, 'method_not_allowed'],
])('answers %s %s with %i %s', async (method, path, status, code) => {
  expect(await api.call(method, path)).toMatchObject({
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: { code },
  });
});

it('names the methods that an address takes', async () => {
  expect((await api.call('DELETE', '/api/v1/agents')).headers.allow).toBe('POST, GET, HEAD');
  expect((await api.call('POST', '/health')).headers.allow).toBe('GET, HEAD');
});

it('takes 64 levels where a body may have them', async () => {
  const workflow = await api.call('POST', '/api/v1/workflows', {
    body: { name: 'w', root: { id: 'a', type: 'tool', tool: 'count_words', arguments: { text: 'x' } } },
  });
  const answer = await api.call('POST', `/api/v1/workflows/${workflow.body.id}/execute`, json(`{"input":${deep(62)}}`));
  expect(answer.status).toBe(202);
});
