import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { ROUTES, type Route } from '../../contracts/routes';
import { createEcho, execute } from '../api/harness/definitions';
import type { HttpOptions } from '../api/harness/http-caller';
import { startApi, type TestApi } from '../api/harness/start-api';

let api: TestApi;
let before: unknown;
beforeAll(async () => {
  api = await startApi();
  const { workflowId } = await createEcho(api);
  await execute(api, workflowId);
  before = await readAll();
});
afterAll(() => api.close());
afterEach(async () => {
  expect(await readAll()).toEqual(before);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(api.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

const LISTS = ['/api/v1/agents', '/api/v1/workflows', '/api/v1/executions'];
const readAll = () => Promise.all(LISTS.map(async (path) => (await api.call('GET', path)).body));
const routes: Route[] = Object.values(ROUTES);
const withBody = routes.filter(({ body, development }) => body !== undefined && development !== true);
const conditional = { 'if-match': '*' };

/** Sends a body to every endpoint that takes one. */
async function sendToAll(options: HttpOptions): Promise<{ status: number; code: unknown; errors: { path: string }[] }[]> {
  const answers = [];
  for (const { method, path } of withBody) {
    const { status, body } = await api.call(method, path.replace(':id', 'x'), {
      ...options,
      headers: { ...conditional, ...options.headers },
    });
    answers.push({ status, code: body.code, errors: body.errors as { path: string }[] });
  }
  return answers;
}

const names = (count: number) => `{${Array.from({ length: count }, (_, index) => `"${index.toString(36)}":1`).join(',')}}`;
const bytes = (...values: number[]) => Buffer.from([0x22, ...values, 0x22]);

describe('a body, at every endpoint that takes one', () => {
  it.each<[string, Buffer | string, number, string]>([
    ['lists 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), 400, 'invalid_body'],
    ['objects 100,000 deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400, 'invalid_body'],
    ['lists 500,000 deep that nobody closes', '['.repeat(500_000), 400, 'invalid_json'],
    ['200,000 names', names(200_000), 413, 'body_too_large'],
    ['1e999', '{"input":1e999,"definition":1e999}', 400, 'invalid_body'],
    ['-1e999', '[-1e999]', 400, 'invalid_body'],
    ['a number of 100,000 digits', `[${'9'.repeat(100_000)}]`, 400, 'invalid_body'],
    ['an overlong NUL', bytes(0xc0, 0x80), 400, 'invalid_json'],
    ['a byte that only continues', bytes(0x80), 400, 'invalid_json'],
    ['half a character', bytes(0xe2, 0x82), 400, 'invalid_json'],
    ['half a surrogate pair in UTF-8', bytes(0xed, 0xa0, 0x80), 400, 'invalid_json'],
    ['a character beyond Unicode', bytes(0xf5, 0x80, 0x80, 0x80), 400, 'invalid_json'],
  ])('is refused with %s', async (_what, raw, status, code) => {
    for (const answer of await sendToAll({ raw })) expect(answer).toMatchObject({ status, code });
  });

  it('is refused with a hundred thousand unknown names, and the answer stays small', async () => {
    const answer = await api.call('POST', '/api/v1/agents', { raw: names(100_000) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
    expect(answer.text.length).toBeLessThan(16 * 1024);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('is refused with the name %s wherever it is', async (name) => {
    for (const raw of [
      `{"${name}":1}`,
      `{"input":{"a":[{"${name}":{"polluted":true}}]}}`,
      `[[{"\\u00${hex(name)}${name.slice(1)}":null}]]`,
    ]) {
      for (const answer of await sendToAll({ raw })) {
        expect(answer).toMatchObject({ status: 400, code: 'invalid_body' });
        expect(answer.errors.map(({ path }) => path.split('/').at(-1))).toContain(name);
      }
    }
  });

  it.each([
    ['{"name":"a","name":"b"}', ['/name']],
    ['{"name":"a","n\\u0061me":"b"}', ['/name']],
    ['{"a":{"b":1},"c":[0,{"b":1,"d/e":2,"d/e":3}]}', ['/c/1/d~1e']],
    ['{"":1,"":2,"a":{"a":1,"a":2,"a":3}}', ['/', '/a/a', '/a/a']],
    ['[{"a":"\\\\","b":"{\\"a\\":1,","a":0}]', ['/0/a']],
    ['{"a":[],"b":{},"a":{}}', ['/a']],
  ])('is refused with a name twice, in %s', async (raw, paths) => {
    for (const answer of await sendToAll({ raw })) {
      expect(answer).toMatchObject({ status: 400, code: 'invalid_body', errors: paths.map((path) => ({ path, code: 'duplicate_name' })) });
    }
  });

  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['gzip, gzip', (text: Buffer) => gzipSync(gzipSync(text))],
    ['identity, gzip', gzipSync],
    ['zstd', (text: Buffer) => text.subarray(0, 100)],
  ])('is never unpacked: a bomb of %s is refused', async (encoding, pack) => {
    const raw = pack(Buffer.alloc(5_000_000, '[')).subarray(0, 1024 * 1024 - 1);
    for (const answer of await sendToAll({ raw, headers: { 'content-encoding': encoding } })) {
      expect(answer).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    }
  });

  it.each([
    '',
    'json',
    'text/json',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/json; charset=utf-7',
    'application/json, text/html',
    `application/json;${' '.repeat(8_000)}x`,
    '__proto__',
  ])('is refused as %j', async (type) => {
    for (const answer of await sendToAll({ body: {}, headers: { 'content-type': type } })) {
      expect(answer).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    }
  });
});

const hex = (text: string) => text.charCodeAt(0).toString(16);

const NO_IDS = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e%2fstudio.db',
  '..%5c..%5c',
  '%2e%2e',
  'x%00',
  '%00',
  '%0d%0aSet-Cookie:%20a=b',
  '%E2%80%A8',
  '%E0%A4%A',
  '%',
  "'%20OR%20'1'='1",
  "x');DROP%20TABLE%20executions;--",
  'x'.repeat(8_000),
];

it.each(routes.filter(({ path }) => path.includes(':')).map((route) => [route.method, route.path, route]))(
  '%s %s finds nothing under ids that nobody has',
  async (method, path, route) => {
    const body = method === 'POST' || method === 'PUT' ? { body: {} } : {};
    for (const id of NO_IDS) {
      for (const place of path.match(/:\w+/g) ?? []) {
        const address = path
          .replace(place, id)
          .replace(/:revision/, '1')
          .replace(/:\w+/, 'x');
        // The client takes `..` out of an address itself, which may make it a list's.
        if (LISTS.includes(new URL(address, 'http://localhost').pathname)) continue;
        const { status, headers } = await api.call(method as string, address, { ...body, headers: conditional });
        // A body, or a query that lacks something, may be refused before the id is looked up.
        const mayBeRefused = 'body' in body || route.query?.safeParse({}).success === false;
        const expected = { id, type: 'application/problem+json; charset=utf-8', isRefused: true };
        const isRefused = [404, ...(mayBeRefused ? [400] : [])].includes(status);
        expect({ id, type: headers['content-type'], isRefused }).toEqual(expected);
      }
    }
  },
);

describe('a query', () => {
  it.each([
    '__proto__=1',
    '__proto__[a]=1',
    'constructor=1',
    'constructor[prototype][a]=1',
    'hasOwnProperty=1',
    'sort=name',
    "sort=name';DROP%20TABLE%20agents;--",
    'sort[name]=1',
    'order=1%20DESC',
    'filter=1%20OR%201=1',
    'limit=1;DROP%20TABLE%20agents',
    'limit=1e999',
    'limit=__proto__',
    'limit[]=1',
    'cursor=x%00',
    'cursor=__proto__',
    "cursor='%20OR%201=1--",
    `cursor=${Buffer.from('["x",1]').toString('base64url')}`,
    `cursor=${'a'.repeat(2_000)}`,
  ])('is refused with %.60s by every list', async (query) => {
    for (const path of LISTS) {
      const answer = await api.call('GET', `${path}?${query}`);
      expect(answer.status).toBe(400);
      expect(['invalid_query', 'invalid_cursor']).toContain(answer.body.code);
    }
  });

  it.each(["workflowId='%20OR%20'1'='1", 'workflowId=%25', 'workflowId=*', 'workflowId=__proto__'])(
    'finds nothing with %s',
    async (query) => {
      expect(await api.call('GET', `/api/v1/executions?${query}`)).toMatchObject({ status: 200, body: { items: [] } });
    },
  );

  it.each(["status=completed'%20OR%201=1", 'status=__proto__', 'status[$ne]=x', "startedAfter='", 'startedBefore=1%20OR%201'])(
    'is refused with the filter %s',
    async (query) => {
      expect(await api.call('GET', `/api/v1/executions?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
    },
  );
});
