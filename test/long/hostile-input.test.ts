import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Client, createClient, type FeedEvent } from '../../client';
import { projectRoot } from '../../runtime/project-root';
import { waitUntil } from '../../runtime/wait-until';
import { createHttpCaller } from '../api/harness/http-caller';
import { type HeapInspector, openHeapInspector, readMemory, resetPeak } from '../harness/process-memory';
import { signal } from '../harness/processes';
import { openRawSocketClient, type RawSocketClient } from '../harness/raw-socket-client';
import { openRawWebSocket } from '../harness/raw-web-socket';
import { startStudio, type TestStudio } from '../harness/studio';
import { toFrame } from '../harness/web-socket-frames';
import { readEvents } from '../product/read-execution';
import { createStandInWorker, type StandInWorker } from '../product/stand-in-worker';

jest.setTimeout(60_000);

const MIB = 1024 * 1024;
const SLOW_READERS = 16;
const FORGED = '{"level":60,"name":"api","msg":"forged"}';

let studio: TestStudio;
let client: Client;
let call: ReturnType<typeof createHttpCaller>;
let worker: StandInWorker;
let heap: HeapInspector;
let pid: number;
let before: { heap: number; memory: number };
let tools: string;
const open: Socket[] = [];

beforeAll(async () => {
  tools = mkdtempSync(join(tmpdir(), 'studio-hostile-'));
  writeFileSync(join(tools, 'breaks.ts'), BREAKING_TOOL);
  const env = { STUDIO_RATE_LIMIT: '0', STUDIO_SWEEP_INTERVAL: '1h', STUDIO_TOOLS: tools, NODE_OPTIONS: '--inspect-port=0' };
  studio = await startStudio({ env });
  client = createClient({ url: studio.url });
  call = createHttpCaller(studio.url);
  worker = await createStandInWorker(studio.dataFolder);
  pid = studio.run().api?.pid ?? 0;
  signal(pid, 'SIGUSR1');
  const address = () => /Debugger listening on (ws:\S+)/.exec(studio.output())?.[1];
  await waitUntil(() => address() !== undefined, 10_000, 'The inspector did not listen');
  heap = await openHeapInspector(address() ?? '');
  // What is loaded and compiled at first use is no growth.
  await Promise.all(['/', '/docs', '/openapi.json', '/api/v1/agents'].map((path) => call('GET', path)));
  before = { heap: await heap.collect(), memory: readMemory(pid).now };
});

afterAll(async () => {
  heap?.close();
  for (const socket of open) socket.destroy();
  await worker?.close();
  await studio?.cleanUp();
  rmSync(tools, { recursive: true, force: true });
});

async function connectRaw(): Promise<Socket> {
  const socket = connect(Number(new URL(studio.url).port), '127.0.0.1');
  socket.on('error', () => socket.destroy());
  open.push(socket);
  await once(socket, 'connect');
  return socket;
}

async function connectLive(): Promise<RawSocketClient> {
  const raw = await openRawSocketClient(studio.url);
  open.push(raw.web.socket);
  return raw;
}

test('bodies that are deep, wide, packed, broken or endless are refused', async () => {
  const bodies: [Buffer | string, number, Record<string, string>?][] = [
    ['['.repeat(100_000) + ']'.repeat(100_000), 400],
    [`{"input":${'['.repeat(60)}${'[],'.repeat(300_000)}1e999${']'.repeat(60)}}`, 400],
    [`{${Array.from({ length: 1_000_000 }, (_, index) => `"${index}":1`).join(',')}}`, 413],
    [`{${Array.from({ length: 80_000 }, (_, index) => `"${index}":1`).join(',')}}`, 400],
    ['{"name":1e999}', 400],
    [Buffer.from([0x22, 0xff, 0x22]), 400],
    ['{"name":"a","name":"b"}', 400],
    ['{"__proto__":{"a":1}}', 400],
    [gzipSync(Buffer.alloc(100 * MIB)), 415, { 'content-encoding': 'gzip' }],
    ['name=a', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
  ];
  for (let round = 0; round < 3; round++) {
    for (const [raw, status, headers] of bodies) expect((await call('POST', '/api/v1/agents', { raw, headers })).status).toBe(status);
  }
});

test('requests that never end keep nobody waiting', async () => {
  const slow = await Promise.all(Array.from({ length: 300 }, connectRaw));
  for (const [index, socket] of slow.entries()) {
    socket.write('POST /api/v1/agents HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n');
    if (index % 2 === 0) socket.write(`Content-Length: 1000000\r\n\r\n{"name":"${'x'.repeat(1_000)}`);
  }
  const flood = await connectRaw();
  const flooded = new Promise((resolve) => flood.once('close', resolve));
  flood.write(`GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(100_000)}\r\n`);
  flood.resume();
  await flooded;
  expect((await call('GET', '/health')).status).toBe(200);
  for (const socket of slow) socket.resetAndDestroy();
});

test('addresses, hosts and upgrades that are none end nothing but their own request', async () => {
  for (const id of ['__proto__', 'constructor', '..%2f..%2fstudio.db', '%00', "'%20OR%201=1--", '%0a%7B%22level%22:60%7D']) {
    for (const path of [`/api/v1/agents/${id}`, `/api/v1/executions/${id}/events`, `/${id}`, `/assets/${id}`]) {
      expect((await call('GET', path)).status).toBe(404);
    }
    expect((await call('GET', `/api/v1/executions?${id}=1`)).status).toBe(400);
  }
  const evil = { host: 'localhost:99999', origin: 'http://localhost:99999' };
  expect((await call('GET', '/socket.io/?EIO=4&transport=polling', { headers: evil })).status).toBe(403);
  await expect(openRawWebSocket(`${studio.url}/socket.io/?EIO=4&transport=websocket`, { Host: evil.host, Origin: 'x' })).rejects.toThrow(
    '403',
  );
  await expect(openRawWebSocket(`${studio.url}/api/v1/agents`)).rejects.toThrow('invalid_request');
});

test('packets that are none, too large or too many end nothing but their own connection', async () => {
  const bystander = await connectLive();
  for (const packet of [
    '9',
    '2',
    '42{',
    '451000000-["x"]',
    `42["subscribe","${'x'.repeat(200_000)}"]`,
    `42["subscribe",${'['.repeat(200_000)}]`,
  ]) {
    const { web } = await connectLive();
    web.sendText(packet);
    await web.closed;
  }
  for (const frame of [
    { reserved: 0x40 },
    { masked: false },
    { claimedLength: Number.MAX_SAFE_INTEGER },
    { opcode: 2 },
    { opcode: 5 },
    { opcode: 0 },
  ]) {
    const { web } = await connectLive();
    web.sendFrame({ payload: '42["x"]', ...frame });
    await web.closed;
  }
  // Neither of these reads what it is told.
  for (const frame of [{ payload: '420["x"]' }, { opcode: 9, payload: 'x'.repeat(125) }]) {
    const { web } = await connectLive();
    web.readSlowly(0);
    const frames = Buffer.concat(Array.from({ length: 10_000 }, () => toFrame(frame)));
    for (let sent = 0; sent < 60; sent++) web.socket.write(frames);
    if (frame.opcode === undefined) web.readSlowly(null);
    await web.closed;
  }
  expect(await bystander.ask('unsubscribe', { executionId: 'x' })).toEqual({ executionId: 'x' });
});

test('a thousand subscriptions of one client are served, and leave with it', async () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => `many-${index}`);
  await Promise.all(ids.map(worker.begin));
  const many = await connectLive();
  const answers = await Promise.all(ids.map((executionId) => many.ask('subscribe', { executionId })));
  expect(answers.every((answer) => !('error' in (answer as object)))).toBe(true);
  await Promise.all(ids.map((id) => worker.say(id, 0, 1, 'hello')));
  await waitUntil(() => many.got.length === 1_000, 20_000, 'Not every subscription was served');
  many.web.socket.resetAndDestroy();
});

test('readers of a kilobyte a second cost a bounded memory and nobody else anything, and resume exactly', async () => {
  const id = 'flood';
  await worker.begin(id);
  const quick = await connectLive();
  await quick.ask('subscribe', { executionId: id });
  const slow: RawSocketClient[] = [];
  for (let index = 0; index < SLOW_READERS; index++) {
    const reader = await connectLive();
    await reader.ask('subscribe', { executionId: id });
    reader.web.readSlowly(1_024);
    slow.push(reader);
  }
  resetPeak(pid);
  const begun = readMemory(pid).now;

  // 25 MiB of events, and 25 MiB of text in flight between them.
  const text = 'w'.repeat(16 * 1024);
  const pieces = Array.from({ length: 32 }, (_, piece) => `${piece % 10}`.repeat(32 * 1024));
  for (let batch = 0; batch < 25; batch++) {
    worker.streamText(id, `a/m${batch}`, pieces);
    await worker.say(id, batch * 64, 64, text);
  }
  await worker.end(id);
  const isDone = ({ got }: RawSocketClient) => (got.at(-1)?.payload as FeedEvent | undefined)?.type === 'executionEnded';
  await waitUntil(() => isDone(quick), 20_000, 'The quick reader did not get everything');
  // Without a bound it is more than twice this.
  expect(readMemory(pid).peak - begun).toBeLessThan(400 * MIB);

  const feed = await readEvents(client, id);
  expect(feed.length).toBeGreaterThan(1_600);
  expect(eventsOf(quick)).toEqual(feed);
  // One reads on, one connects again, the others are gone in the middle of a packet.
  const [patient, broken, ...gone] = slow as [RawSocketClient, RawSocketClient, ...RawSocketClient[]];
  for (const { web } of gone) web.socket.resetAndDestroy();
  patient.web.readSlowly(null);
  await waitUntil(() => isDone(patient), 20_000, 'The slow reader did not get everything');
  expect(eventsOf(patient)).toEqual(feed);
  broken.web.end();
  const resumed = eventsOf(broken);
  expect(resumed.length).toBeLessThan(feed.length);
  for await (const item of client.executions.watch(id, { after: resumed.at(-1)?.seq ?? 0 })) {
    if (item.type === 'event') resumed.push(item.event);
  }
  expect(resumed).toEqual(feed);
});

test('a client that asks for everything at once and reads nothing is answered no faster than it reads', async () => {
  const request = 'GET /api/v1/executions/flood/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n';
  resetPeak(pid);
  const begun = readMemory(pid).now;
  const greedy = await Promise.all(Array.from({ length: 3 }, connectRaw));
  for (const socket of greedy) socket.pause().write(request.repeat(90));
  const tooGreedy = await connectRaw();
  const ended = new Promise((resolve) => tooGreedy.once('close', resolve));
  tooGreedy.resume().write(request.repeat(5_000));
  await ended;
  for (let asked = 0; asked < 20; asked++) expect((await call('GET', '/api/v1/agents')).status).toBe(200);
  expect(readMemory(pid).peak - begun).toBeLessThan(400 * MIB);
});

const eventsOf = ({ got }: RawSocketClient) => got.flatMap(({ name, payload }) => (name === 'AgentDelta' ? [] : [payload as FeedEvent]));

test('no line of the log is forged by what a request or an error says', async () => {
  const failed = await call('POST', '/tools/execute', { body: { tool: 'breaks', arguments: {} } });
  expect(failed).toMatchObject({ status: 422, body: { code: 'tool_failed' } });
  await call('GET', `/api/v1/agents/${encodeURIComponent(`\n${FORGED}`)}`, { headers: { 'user-agent': FORGED, 'x-request-id': FORGED } });
  expect((await call('POST', '/api/v1/agents', { body: { name: `a\n${FORGED}` } })).status).toBe(400);
  await waitUntil(() => studio.output().includes('A tool did not answer'), 5_000, 'The failure was not logged');
  const lines = studio.output().split('\n');
  expect(lines.filter((line) => line.includes('forged'))).toHaveLength(1);
  for (const line of lines.filter((line) => line.includes('"level"'))) expect(JSON.parse(line).msg).not.toBe('forged');
});

test('the same process still answers, and its memory has returned', async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await worker.close();
  expect(studio.run().api?.pid).toBe(pid);
  expect(await call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  // Garbage is collected each time; what the allocator keeps of it for later is the margin of the whole.
  const hasReturned = async () => (await heap.collect()) < 1.3 * before.heap && readMemory(pid).now < before.memory + 200 * MIB;
  await waitUntil(hasReturned, 40_000, `The memory did not return from ${JSON.stringify(before)}`);
});

/** Its error breaks the line and goes on as another line of the log. */
const BREAKING_TOOL = `
import { defineTool } from '${join(projectRoot(), 'contracts/define-tool')}';
export default defineTool({
  id: 'breaks', description: 'Fails', inputSchema: { type: 'object' }, repeat: 'pure',
  run: () => { throw new Error('broken\\n' + ${JSON.stringify(FORGED)}); },
});
`;
