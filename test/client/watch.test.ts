import { createClient, StudioError, type WatchItem } from '../../client';
import { EXECUTION_ID, longFeed } from './fakes/events';
import { type OnSubscribe, send, startLiveServer, subscribed } from './fakes/live-server';

const FEED = longFeed(60);
let close: (() => Promise<void>) | undefined;

afterEach(async () => {
  await close?.();
  close = undefined;
});

async function start(onSubscribe: OnSubscribe) {
  const server = await startLiveServer(onSubscribe);
  close = server.close;
  return { server, executions: createClient({ url: server.url }).executions };
}

async function readAll(items: AsyncIterable<WatchItem>): Promise<WatchItem[]> {
  const all: WatchItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const toSeqs = (items: WatchItem[]) => items.flatMap((item) => (item.type === 'event' ? [item.event.seq] : []));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('watching an execution', () => {
  it('gives every event once and in order, and ends after the terminal one', async () => {
    const { executions } = await start(({ socket, acknowledge }) => {
      acknowledge(subscribed(FEED));
      send(socket, FEED);
    });
    expect(toSeqs(await readAll(executions.watch(EXECUTION_ID)))).toEqual(upTo(60));
  });

  it('ends with exactly the feed when the connection breaks after every other event', async () => {
    const { server, executions } = await start(({ socket, after, acknowledge }) => {
      acknowledge(subscribed(FEED));
      send(socket, FEED.slice(after, after + 2));
      // The transport, not a goodbye: the client finds out by itself.
      if (after + 2 < FEED.length) setImmediate(() => socket.conn.close());
    });
    const items = await readAll(executions.watch(EXECUTION_ID));
    expect(toSeqs(items)).toEqual(upTo(60));
    expect(server.afters.length).toBeGreaterThanOrEqual(30);
  });

  it('drops what it has seen and subscribes again from the last event when one is missing', async () => {
    const { server, executions } = await start(({ socket, after, number, acknowledge }) => {
      acknowledge(subscribed(FEED));
      if (number === 1) send(socket, [...FEED.slice(0, 5), ...FEED.slice(2, 7), ...FEED.slice(9)]);
      else send(socket, FEED.slice(after));
    });
    expect(toSeqs(await readAll(executions.watch(EXECUTION_ID)))).toEqual(upTo(60));
    expect(server.afters).toEqual([0, 7]);
  });

  it('goes on after the server has closed the subscription or could not serve it', async () => {
    const { executions } = await start(({ socket, after, number, acknowledge }) => {
      if (number === 1) socket.disconnect(true);
      else if (number === 2) acknowledge({ error: { code: 'store_unavailable', message: 'The store is away' } });
      else {
        acknowledge(subscribed(FEED));
        send(socket, FEED.slice(after));
      }
    });
    expect(toSeqs(await readAll(executions.watch(EXECUTION_ID)))).toEqual(upTo(60));
  });

  it('says since when it knows nothing new, and when it is connected again', async () => {
    const { executions } = await start(({ socket, after, number, acknowledge }) => {
      acknowledge(subscribed(FEED));
      send(socket, number === 1 ? FEED.slice(0, 3) : FEED.slice(after));
      if (number === 1) setImmediate(() => socket.conn.close());
    });
    const items = await readAll(executions.watch(EXECUTION_ID));
    const connections = items.flatMap((item) => (item.type === 'connection' ? [item] : []));
    expect(connections.map(({ state }) => state)).toEqual(['connected', 'reconnecting', 'connected']);
    const [first, lost] = connections;
    expect(Date.parse(lost?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(first?.at ?? ''));
  });

  it('gives the text in flight as a delta with offset 0, then the pieces that follow', async () => {
    const call = { callId: 'a:m1', attempt: 2, stepPath: 'a', agent: 'writer', text: 'Tides ', offset: 6 };
    const { executions } = await start(({ socket, acknowledge }) => {
      acknowledge(subscribed(FEED, [call]));
      socket.emit('AgentDelta', { ...call, executionId: EXECUTION_ID, offset: 6, text: 'come' });
      socket.emit('AgentDelta', { ...call, executionId: 'another', offset: 10, text: '!' });
      send(socket, FEED);
    });
    const deltas = (await readAll(executions.watch(EXECUTION_ID))).flatMap((item) => (item.type === 'delta' ? [item.delta] : []));
    expect(deltas[0]).toMatchObject({ executionId: EXECUTION_ID, callId: 'a:m1', attempt: 2, offset: 0 });
    expect(deltas.map(({ text }) => text).join('')).toBe('Tides come');
  });

  it('starts after the event that the caller names, and ends at once when that was the last', async () => {
    const { executions } = await start(({ socket, after, acknowledge }) => {
      acknowledge(subscribed(FEED));
      send(socket, FEED.slice(after));
    });
    expect(toSeqs(await readAll(executions.watch(EXECUTION_ID, { after: 58 })))).toEqual([59, 60]);
    expect(toSeqs(await readAll(executions.watch(EXECUTION_ID, { after: 60 })))).toEqual([]);
  });

  it('throws when the execution is unknown', async () => {
    const { executions } = await start(({ acknowledge }) => acknowledge({ error: { code: 'not_found', message: 'No such execution' } }));
    const reading = readAll(executions.watch('nobody'));
    await expect(reading).rejects.toThrow(new StudioError('not_found', 'No such execution'));
  });

  it('ends quietly when its signal is aborted, and closes its connection', async () => {
    const stop = new AbortController();
    const { server, executions } = await start(({ socket, acknowledge }) => {
      acknowledge(subscribed(FEED));
      send(socket, FEED.slice(0, 2));
    });
    const seqs: number[] = [];
    for await (const event of executions.watchEvents(EXECUTION_ID, { signal: stop.signal })) {
      seqs.push(event.seq);
      if (event.seq === 2) stop.abort();
    }
    expect(seqs).toEqual([1, 2]);
    while (server.connections() > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
