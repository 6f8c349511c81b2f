import { feedEvent } from '../../contracts/feed-events';
import { type EventReader, readEvents } from './harness/event-reader';
import { appendMessages, appendSteps, endExecution, putExecution } from './harness/put-execution';
import { startApi, type TestApi } from './harness/start-api';

let api: TestApi;
const readers: EventReader[] = [];
beforeEach(async () => {
  api = await startApi({ limits: { keepAliveMs: 20 } });
});
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await api.close();
});

async function stream(query = '', headers: Record<string, string> = {}): Promise<EventReader> {
  const reader = await readEvents(`${api.url}/api/v1/executions/x/events${query}`, { headers });
  readers.push(reader);
  return reader;
}

const dense = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1);

it('sends every event once and in order with its seq, type and data, and ends after executionEnded', async () => {
  await putExecution(api, 'x');
  await appendSteps(api, 'x', 0, 3);
  const reader = await stream();
  expect(reader).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': expect.stringContaining('no-store') },
  });
  await reader.until(() => reader.events.length === 3);
  await appendMessages(api, 'x', 0, 2, 'line one\nline two\r\u2028end');
  await endExecution(api, 'x');
  await reader.end();
  expect(reader.seqs()).toEqual(dense(0, reader.events.length));
  const all = (await api.call('GET', '/api/v1/executions/x/events')).body.items;
  expect(reader.events.map(({ data }) => data)).toEqual(all);
  for (const { id, event, data } of reader.events) {
    expect(feedEvent.parse(data)).toEqual(data);
    expect([id, event]).toEqual([String(data.seq), data.type]);
  }
  expect(reader.events.at(-1)?.event).toBe('executionEnded');
});

it('begins after `after`, and Last-Event-ID wins over it', async () => {
  await putExecution(api, 'x');
  await appendSteps(api, 'x', 0, 5);
  await endExecution(api, 'x');
  const after = await stream('?after=2');
  await after.end();
  expect(after.seqs()).toEqual([3, 4, 5, 6]);
  const last = await stream('?after=2', { 'last-event-id': '4' });
  await last.end();
  expect(last.seqs()).toEqual([5, 6]);
  const beginning = await stream('?after=2', { 'last-event-id': '0' });
  await beginning.end();
  expect(beginning.seqs()).toEqual(dense(0, 6));
});

it('answers a reconnect at the end with 204, so that an EventSource stops', async () => {
  await putExecution(api, 'x');
  await appendSteps(api, 'x', 0, 2);
  await endExecution(api, 'x');
  for (const reader of [await stream('', { 'last-event-id': '3' }), await stream('?after=3'), await stream('?after=900')]) {
    await reader.end();
    expect(reader).toMatchObject({ status: 204, text: '' });
    expect(reader.headers['content-type']).toBeUndefined();
  }
});

it('gives a reader that drops a hundred times exactly the feed', async () => {
  await putExecution(api, 'x');
  const got: number[] = [];
  const writing = (async () => {
    for (let at = 0; at < 500; at += 5) {
      await appendSteps(api, 'x', at, at + 5);
      await new Promise(setImmediate);
    }
  })();
  for (let drop = 0; drop < 100; drop++) {
    const reader = await stream('', { 'last-event-id': String(got.length) });
    await reader.until(() => reader.events.length > 0 || got.length === 500);
    reader.close();
    got.push(...reader.seqs());
  }
  await writing;
  await endExecution(api, 'x');
  const rest = await stream('', { 'last-event-id': String(got.length) });
  await rest.end();
  expect([...got, ...rest.seqs()]).toEqual(dense(0, 501));
});

it('sends text in flight as deltas without id, first as a snapshot from its beginning', async () => {
  await putExecution(api, 'x');
  const call = { callId: 'a/1', attempt: 1, stepPath: 'a', agent: 'Echo' };
  api.live.calls.set('x', [{ ...call, text: 'so far', offset: 6 }]);
  const reader = await stream();
  await reader.until(() => reader.events.length === 1);
  api.live.delta({ ...call, executionId: 'y', text: 'foreign', offset: 0 });
  api.live.delta({ ...call, executionId: 'x', text: ' and on', offset: 6 });
  await reader.until(() => reader.events.length === 2);
  expect(reader.events).toEqual([
    { event: 'delta', data: { ...call, executionId: 'x', text: 'so far', offset: 0 } },
    { event: 'delta', data: { ...call, executionId: 'x', text: ' and on', offset: 6 } },
  ]);
});

it('gives signs of life while nothing happens', async () => {
  await putExecution(api, 'x');
  const reader = await stream();
  await reader.until(() => reader.keepAlives >= 3);
  expect(reader.events).toEqual([]);
});

it('buffers little for a reader that does not read, and is exact when it reads on', async () => {
  await putExecution(api, 'x');
  const read = api.executions.readEvents.bind(api.executions);
  let furthest = 0;
  // No spy: it would keep every page it has seen.
  api.executions.readEvents = (organization, id, after, limit) => {
    furthest = Math.max(furthest, after);
    return read(organization, id, after, limit);
  };
  const reader = await stream();
  reader.pause();
  const before = process.memoryUsage().arrayBuffers;
  const text = 'w'.repeat(16 * 1024);
  for (let at = 0; at < 3_000; at += 100) {
    await appendMessages(api, 'x', at, 100, text);
    await new Promise(setImmediate);
  }
  await endExecution(api, 'x');
  expect(furthest).toBeLessThan(2_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
  reader.resume();
  await reader.end();
  expect(reader.seqs()).toEqual(dense(0, 3_001));
});

it('shares one reading of the store with all readers, sockets and streams alike', async () => {
  await putExecution(api, 'x');
  const all = await Promise.all(Array.from({ length: 20 }, () => stream()));
  await appendSteps(api, 'x', 0, 1);
  for (const reader of all) await reader.until(() => reader.events.length === 1);
  const reads = jest.spyOn(api.executions, 'readEvents');
  await appendSteps(api, 'x', 1, 2);
  for (const reader of all) await reader.until(() => reader.events.length === 2);
  expect(reads.mock.calls.length).toBeLessThanOrEqual(3);
});

it('stops reading the store when its reader has gone', async () => {
  await putExecution(api, 'x');
  const reader = await stream();
  reader.close();
  const left = new Promise<void>((resolve) => {
    const check = async () => {
      const reads = jest.spyOn(api.executions, 'readEvents');
      await appendSteps(api, 'x', 0, 1);
      await new Promise(setImmediate);
      if (reads.mock.calls.length === 0) return resolve();
      reads.mockRestore();
      setImmediate(check);
    };
    void check();
  });
  await left;
});

it('ends its streams when the server stops, so that their readers go on elsewhere', async () => {
  const own = await startApi();
  await putExecution(own, 'x');
  const reader = await readEvents(`${own.url}/api/v1/executions/x/events`);
  const closing = own.close();
  await reader.end();
  await closing;
  expect(reader.events).toEqual([]);
});

it.each([
  ['text/event-stream', 'text/event-stream; charset=utf-8'],
  ['text/event-stream, application/json;q=0.5', 'text/event-stream; charset=utf-8'],
  ['*/*', 'application/json; charset=utf-8'],
  ['application/json, text/event-stream', 'application/json; charset=utf-8'],
  ['text/html', 'application/json; charset=utf-8'],
])('answers Accept: %s with %s', async (accept, contentType) => {
  await putExecution(api, 'x');
  await endExecution(api, 'x');
  const reader = await stream('', { accept });
  await reader.end();
  expect(reader.headers['content-type']).toBe(contentType);
});

it.each([
  ['an unknown execution', '/api/v1/executions/none/events', {}, 404, 'not_found'],
  ['a bad place', '/api/v1/executions/x/events?after=-1', {}, 400, 'invalid_query'],
  ['an unknown parameter', '/api/v1/executions/x/events?before=1', {}, 400, 'invalid_query'],
  ['an id that is none', '/api/v1/executions/x/events', { 'last-event-id': 'abc' }, 400, 'invalid_query'],
  ['a foreign origin', '/api/v1/executions/x/events', { origin: 'http://evil.example' }, 403, 'forbidden_origin'],
])('refuses %s with problem details', async (_what, path, headers, status, code) => {
  await putExecution(api, 'x');
  const answer = await api.call('GET', path, { headers: { accept: 'text/event-stream', ...headers } });
  expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body: { code } });
});

it('answers HEAD with the headers alone', async () => {
  await putExecution(api, 'x');
  const answer = await api.call('HEAD', '/api/v1/executions/x/events', { headers: { accept: 'text/event-stream' } });
  expect(answer).toMatchObject({ status: 200, text: '' });
});
