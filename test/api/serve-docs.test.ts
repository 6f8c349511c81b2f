import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

it('shows the document in a viewer that comes from this server alone', async () => {
  const page = await api.call('GET', '/docs');
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|https?:|\son\w+=/);
  const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address));
  expect(addresses.length).toBeGreaterThanOrEqual(4);
  for (const address of addresses) {
    expect(address).toMatch(/^\/docs\//);
    expect(await api.call('GET', address)).toMatchObject({ status: 200, headers: { 'x-content-type-options': 'nosniff' } });
  }
});

it.each(['/docs/', '/docs/package.json', '/docs/..%2f..%2fpackage.json', '/docs/swagger-ui-bundle.js.map', '/openapi.json/x'])(
  'has nothing else at %s',
  async (path) => {
    expect((await api.call('GET', path)).status).toBe(404);
  },
);

it('refuses a foreign page that reads the document', async () => {
  const answer = await api.call('GET', '/openapi.json', { headers: { origin: 'http://evil.example' } });
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden_origin' } });
});

it.each(['/docs', '/openapi.json'])('answers any other method at %s with 405', async (path) => {
  expect(await api.call('POST', path)).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD' },
    body: { code: 'method_not_allowed' },
  });
});
