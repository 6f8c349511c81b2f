import { request } from 'node:http';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const HANDSHAKE = '/socket.io/?EIO=4&transport=polling';
const port = () => new URL(api.url).port;

const FOREIGN = [
  { host: 'evil.example' },
  { host: 'localhost.evil.example' },
  { host: '127.0.0.1.evil.example:80' },
  { host: '192.168.0.7:3000' },
  { host: 'user@localhost' },
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { host: 'localhost:3000', origin: 'http://localhost:3001' },
  { host: 'localhost:3000', origin: 'https://localhost:3000' },
  { host: 'localhost:3000', origin: 'http://127.0.0.1:3000' },
];
const OWN = [
  {},
  { host: 'localhost' },
  { host: 'LOCALHOST:99' },
  { host: '[::1]:3000', origin: 'http://[::1]:3000' },
  { host: 'localhost:80', origin: 'http://localhost' },
  { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' },
];

/** The status of a WebSocket handshake; 101 when it is taken. */
function upgrade(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${api.url}/socket.io/?EIO=4&transport=websocket`, {
      headers: {
        host: `127.0.0.1:${port()}`,
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

it.each(FOREIGN)('refuses %o on HTTP, on the page and on both handshakes of the socket', async (headers) => {
  const given = headers as Record<string, string>;
  const refused = { status: 403, body: { code: 'forbidden_origin' } };
  expect(await api.call('GET', '/api/v1/agents', { headers: given })).toMatchObject(refused);
  expect(await api.call('POST', '/api/v1/agents', { headers: given, body: { name: 'a' } })).toMatchObject(refused);
  expect(await api.call('GET', '/', { headers: given })).toMatchObject(refused);
  expect(await api.call('GET', HANDSHAKE, { headers: given })).toMatchObject({ status: 403 });
  expect(await upgrade(given)).toBe(403);
});

it.each(OWN)('takes %o', async (headers) => {
  const given = headers as Record<string, string>;
  expect(await api.call('GET', '/api/v1/agents', { headers: given })).toMatchObject({ status: 200 });
  expect(await api.call('GET', HANDSHAKE, { headers: given })).toMatchObject({ status: 200 });
  expect(await upgrade(given)).toBe(101);
});

it('serves no client bundle', async () => {
  expect((await api.call('GET', '/socket.io/socket.io.js')).status).not.toBe(200);
});
