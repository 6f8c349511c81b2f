import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { readEvents } from '../api/harness/event-reader';
import { appendMessages, endExecution, putExecution } from '../api/harness/put-execution';
import { startApi, type TestApi } from '../api/harness/start-api';

const PIECE_MS = 50;
/** Told from every other timer's. */
const KEEP_ALIVE_MS = 12_345;

let api: TestApi;
beforeEach(async () => {
  api = await startApi({ limits: { headersMs: 300, bodyMs: 300, keepAliveMs: KEEP_ALIVE_MS } });
});
afterEach(async () => {
  expect((await api.call('GET', '/health')).status).toBe(200);
  expect(api.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  await api.close();
});

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** What a connection answers until it ends. */
function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

async function send(text: string | Buffer): Promise<string> {
  const socket = await open();
  socket.write(text);
  return readAll(socket);
}

/** Sends the head at once, then one byte after the other, until the server has enough of it. */
async function drip(head: string): Promise<string> {
  const socket = await open();
  socket.write(head);
  const timer = setInterval(() => socket.write('a'), PIECE_MS);
  const answer = await readAll(socket);
  clearInterval(timer);
  return answer;
}

const POST = 'POST /api/v1/agents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

const POLLING = 'POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: localhost\r\n';

describe('a request that comes slowly', () => {
  it.each([
    ['its body', `${POST}Content-Length: 100000\r\n\r\n{"name":"`, 408],
    ['its headers', `${POST}X-Slow: `, 408],
    ['the length of a chunk', `${POST}Transfer-Encoding: chunked\r\n\r\n`, 400],
    ['a chunk', `${POST}Transfer-Encoding: chunked\r\n\r\nfffff\r\n{"name":"`, 408],
    ['a body that is refused already', `${POST}Content-Length: 100000\r\nContent-Encoding: gzip\r\n\r\n`, 415],
    ['a body for the live channel', `${POLLING}Content-Length: 100000\r\n\r\n`, 400],
  ])('is ended within the time limit: %s', async (_what, head, status) => {
    const begun = Date.now();
    const answer = await drip(head);
    // The limits, and Node's look at them once a second.
    expect(Date.now() - begun).toBeLessThan(5_000);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('does not keep others waiting, however many there are', async () => {
    const slow = await Promise.all(Array.from({ length: 200 }, open));
    for (const socket of slow) socket.write(`${POST}Content-Length: 100000\r\n\r\n{"name":"`);
    expect((await api.call('POST', '/api/v1/agents', { body: { name: 'quick' } })).status).toBe(201);
    const answers = await Promise.all(slow.map(readAll));
    expect(answers.every((answer) => answer.startsWith('HTTP/1.1 408 '))).toBe(true);
  });
});

describe('what is too much', () => {
  const chunked = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
  it.each([
    ['100,000 headers', `GET /health HTTP/1.1\r\n${'a: b\r\n'.repeat(100_000)}\r\n`, 431, 'headers_too_large'],
    ['an address of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431, 'headers_too_large'],
    ['100,000 trailers', `${chunked}0\r\n${'a: b\r\n'.repeat(100_000)}\r\n`, 431, 'headers_too_large'],
    ['an extension of 100 KB to a chunk', `${chunked}1;${'a'.repeat(100_000)}\r\n`, 413, 'body_too_large'],
    ['a length beyond all numbers', `${POST}Content-Length: 99999999999999999999999\r\n\r\n`, 400, 'invalid_request'],
    [
      'a header that goes on in the next line',
      `GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: a\r\n {"level":60}\r\n\r\n`,
      400,
      'invalid_request',
    ],
  ])('is refused: %s', async (_what, text, status, code) => {
    const answer = await send(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ status, code });
  });
});

it('goes by the request itself when it expects what nobody knows', async () => {
  const answer = await send('GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: the-moon\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
});

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

describe('an address, a host or an upgrade that is none', () => {
  it.each([
    ['an address that is none', 'GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'invalid_request'],
    [
      'a port that is none',
      'GET /health HTTP/1.1\r\nHost: localhost:99999\r\nOrigin: http://localhost:99999\r\n\r\n',
      403,
      'forbidden_origin',
    ],
    [
      'a port that is none, in a handshake by polling',
      'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost:99999\r\nOrigin: x\r\n\r\n',
      403,
      'forbidden_origin',
    ],
    [
      'a port that is none, in a handshake of a WebSocket',
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost:99999\r\nOrigin: x\r\n${UPGRADE}\r\n`,
      403,
      'forbidden_origin',
    ],
    ['a WebSocket elsewhere', `GET /api/v1/agents HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n`, 400, 'invalid_request'],
    [
      'another protocol',
      'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
      400,
      'invalid_request',
    ],
  ])('is refused: %s', async (_what, text, status, code) => {
    const socket = await open();
    const answer = readAll(socket);
    socket.end(text);
    expect(await answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(await answer).toContain(code);
  });

  it.each(['/api/v1/agents', '/socket.io/?EIO=4&transport=websocket', '/socket.io/?EIO=4&transport=websocket&sid=none'])(
    'ends nothing but its own connection when that is reset: an upgrade at %s',
    async (address) => {
      for (let count = 0; count < 20; count++) {
        const socket = await open();
        socket.write(`GET ${address} HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n`);
        if (count % 2 === 0) await once(socket, 'data');
        socket.resetAndDestroy();
      }
    },
  );
});

describe('a connection that sends request after request', () => {
  const get = (id: string) => `GET /api/v1/executions/${id} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  it('has one of them worked on at a time, and gets every answer in order', async () => {
    let busy = 0;
    let most = 0;
    jest.spyOn(api.executions, 'get').mockImplementation(async () => {
      busy++;
      most = Math.max(most, busy);
      await new Promise(setImmediate);
      busy--;
      return null;
    });
    const socket = await open();
    const answer = readAll(socket);
    const last = 'GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    socket.write(get('x').repeat(49) + last);
    const details = (await answer).match(/"detail":"There is [^"]+/g) ?? [];
    expect(details.map((text) => text.includes('execution'))).toEqual([...Array(49).fill(true), false]);
    expect(most).toBe(1);
  });

  it('is cut off when a hundred wait', async () => {
    jest.spyOn(api.executions, 'get').mockImplementation(() => new Promise(() => undefined));
    expect(await send(get('x').repeat(200))).toBe('');
    expect(api.executions.get).toHaveBeenCalledTimes(1);
  });
});

it('says no more on a stream that has ended, while a slow reader still reads', async () => {
  const flushes = jest.spyOn(ServerResponse.prototype, 'flushHeaders');
  const timers = jest.spyOn(global, 'setInterval');
  await putExecution(api, 'x');
  const reader = await readEvents(`${api.url}/api/v1/executions/x/events`);
  reader.pause();
  const response = flushes.mock.contexts.at(-1) as ServerResponse;
  const [keepAlive] = timers.mock.calls.find(([, milliseconds]) => milliseconds === KEEP_ALIVE_MS) ?? [];
  const errors: unknown[] = [];
  response.on('error', (error) => errors.push(error));
  for (let index = 0; response.writableLength === 0; index++) await appendMessages(api, 'x', index, 1, 'w'.repeat(16 * 1024));
  await endExecution(api, 'x');
  while (!response.writableEnded) await new Promise(setImmediate);
  expect(response.writableFinished).toBe(false);
  keepAlive?.();
  await new Promise(setImmediate);
  expect(errors).toEqual([]);
  reader.resume();
  await reader.end();
  expect(reader.seqs()).toEqual(Array.from({ length: reader.seqs().length }, (_, index) => index + 1));
  expect(reader.events.at(-1)?.event).toBe('executionEnded');
});
