import { createClient, type WatchItem } from '../../client';
import { longFeed, RUNNING } from './fakes/events';
import { type Answer, createFakeFetch, json } from './fakes/fake-fetch';
import { send, startLiveServer, subscribed } from './fakes/live-server';

const RESULT = { executionId: 'e1', status: 'completed', output: { text: 'done' }, error: null, usage: RUNNING.usage };

function start(answers: Answer[], options: { url?: string; timeoutMs?: number } = {}) {
  const { send: fetch, requests } = createFakeFetch(answers);
  return { client: createClient({ url: 'http://studio.test', fetch, ...options }), requests };
}

it('runs an agent in one call when it ends in time', async () => {
  const { client, requests } = start([json(200, RESULT)]);
  await expect(client.agents.execute({ agent: 'Writer', input: 'tides' })).resolves.toEqual(RESULT);
  expect(requests).toMatchObject([
    {
      method: 'POST',
      url: 'http://studio.test/agents/execute',
      body: { agent: 'Writer', input: 'tides' },
      headers: { prefer: 'wait=15', 'idempotency-key': expect.any(String) },
    },
  ]);
});

it('waits on when the server no longer does', async () => {
  const ended = { ...RUNNING, id: 'e1', status: 'failed' as const, endedAt: RUNNING.startedAt, error: { code: 'x', message: 'y' } };
  const { client, requests } = start(
    [json(202, { executionId: 'e1' }), json(200, { items: [], lastSeq: 9, ended: true }), json(200, ended)],
    {
      timeoutMs: 4_000,
    },
  );
  await expect(client.agents.execute({ definition: { name: 'A' }, input: 1 }, { idempotencyKey: 'mine' })).resolves.toEqual({
    executionId: 'e1',
    status: 'failed',
    output: null,
    error: ended.error,
    usage: ended.usage,
  });
  expect(requests[0]?.headers).toMatchObject({ prefer: 'wait=2', 'idempotency-key': 'mine' });
});

it('streams an agent: starts it at once and follows it to its end', async () => {
  const feed = longFeed(3);
  const server = await startLiveServer(({ socket, acknowledge }) => {
    acknowledge(subscribed([]));
    send(socket, feed);
  });
  const executionId = feed[0]?.executionId;
  const { client, requests } = start([json(202, { executionId })], { url: server.url });
  const items: WatchItem[] = [];
  for await (const item of client.agents.stream({ agent: 'Writer', input: 'tides' })) items.push(item);
  expect(requests[0]?.headers).toMatchObject({ prefer: 'wait=0' });
  expect(items.flatMap((item) => (item.type === 'event' ? [item.event] : []))).toEqual(feed);
  await server.close();
});

it('calls a tool and gives its result', async () => {
  const { client, requests } = start([json(200, { result: [1, 2] }), json(422, { code: 'tool_failed', detail: 'no' })]);
  await expect(client.tools.execute('count_words', { text: 'a' })).resolves.toEqual([1, 2]);
  await expect(client.tools.execute('count_words')).rejects.toMatchObject({ code: 'tool_failed', status: 422 });
  expect(requests.map(({ body }) => body)).toEqual([
    { tool: 'count_words', arguments: { text: 'a' } },
    { tool: 'count_words', arguments: {} },
  ]);
});

it('says what to use for a route that streams', async () => {
  const streaming = new Response('', { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  const { client } = start([streaming]);
  const body = { agent: 'Writer', input: 'x' };
  await expect(client.call('streamAgent', { body })).rejects.toMatchObject({ code: 'unexpected_answer' });
});
