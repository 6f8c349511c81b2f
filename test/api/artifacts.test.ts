import { createClient } from '../../client';
import { LOCAL_ORGANIZATION } from '../../contracts/constants';
import { createEcho, execute } from './harness/definitions';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
let id: string;
beforeAll(async () => {
  api = await startApi();
  id = await execute(api, (await createEcho(api)).workflowId);
});
afterAll(() => api.close());

const keep = (name: string, content: Uint8Array | string, mediaType: string) =>
  api.executions.putArtifact(LOCAL_ORGANIZATION, id, { name, bytes: Buffer.from(content), mediaType, callId: 'echo:t1' });
const get = (path: string) => api.call('GET', `/api/v1/executions/${id}/artifacts${path}`);

it('lists the files of an execution by name', async () => {
  expect((await get('')).body).toEqual({ items: [] });
  await keep('b.csv', 'a;b', 'text/csv');
  await keep('a.md', '# Grüße', 'text/markdown');
  expect((await get('')).body).toEqual({
    items: [
      { name: 'a.md', size: 9, mediaType: 'text/markdown', callId: 'echo:t1', at: expect.any(String) },
      { name: 'b.csv', size: 3, mediaType: 'text/csv', callId: 'echo:t1', at: expect.any(String) },
    ],
  });
});

it('sends a file as an attachment that no browser takes for something else', async () => {
  const page = '<script>alert(1)</script>';
  await keep('page.html', page, 'text/html');
  await keep('image.svg', '<svg onload="alert(1)"/>', 'image/svg+xml');
  await keep('report.md', '# Grüße', 'text/markdown');
  await keep('data.json', '{}', 'application/json');
  const answers = await Promise.all(['/page.html', '/image.svg', '/report.md', '/data.json'].map(get));
  expect(answers.map(({ headers }) => [headers['content-disposition'], headers['content-type']])).toEqual([
    ['attachment; filename="page.html"', 'application/octet-stream'],
    ['attachment; filename="image.svg"', 'application/octet-stream'],
    ['attachment; filename="report.md"', 'text/markdown; charset=utf-8'],
    ['attachment; filename="data.json"', 'application/json; charset=utf-8'],
  ]);
  for (const { headers } of answers) expect(headers['x-content-type-options']).toBe('nosniff');
  expect(answers[0]?.text).toBe(page);
});

it('sends every byte as it was kept, also through the client', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
  await keep('all.bin', bytes, 'application/octet-stream');
  await keep('empty.txt', '', 'text/plain');
  const client = createClient({ url: api.url });
  expect([...(await client.executions.artifact(id, 'all.bin'))]).toEqual([...bytes]);
  expect((await client.executions.artifact(id, 'empty.txt')).length).toBe(0);
  expect((await client.executions.artifacts(id)).items.map(({ name }) => name)).toContain('all.bin');
});

it.each(['/nothing', '/..%2f..%2fstudio.db', '/%00', '/a%2fb'])('has no file at %s', async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('has no files of an execution that does not exist, and none can be sent', async () => {
  expect((await api.call('GET', '/api/v1/executions/exe_none/artifacts')).status).toBe(404);
  expect((await api.call('GET', '/api/v1/executions/exe_none/artifacts/a.md')).status).toBe(404);
  expect((await api.call('PUT', `/api/v1/executions/${id}/artifacts/a.md`, { body: {} })).status).toBe(405);
});
