import type { Socket } from 'socket.io';
import { z } from 'zod';
import { type ClientToServer, type ServerToClient, type SocketError, type Subscribed, toSocketEvent } from '../contracts/events';
import { createCommandQueue } from './command-queue';
import type { ApiParts } from './dependencies';
import type { FeedReader } from './execution-watch';
import { isText } from './parse-json';

const MOST_SUBSCRIPTIONS = 1_000;
const MOST_WAITING = 2_000;
/** Packets that may wait for a slow socket before its feeds pause, and their size in UTF-16 units. */
const MOST_BUFFERED = 256;
const MOST_BUFFERED_UNITS = 512 * 1024;
/** The same before its commands wait: an acknowledgement may hold an execution's whole input and output. */
const MOST_BUFFERED_REPLIES = 4;
/** A socket that sends on and on without reading what it is told is ended. */
const MOST_UNREAD = MOST_BUFFERED + MOST_WAITING;

const executionId = z.string().min(1).max(200).refine(isText);
const subscribeRequest = z.strictObject({ executionId, after: z.int().min(0).default(0) });
const unsubscribeRequest = z.strictObject({ executionId });

type StudioSocket = Socket<ClientToServer, ServerToClient>;
type Reply = (answer: Subscribed | { executionId: string } | SocketError) => void;

/** Serves one socket: its subscriptions, each at its own place in a feed, until it disconnects. */
export function openSocketSession(socket: StudioSocket, organizationId: string, parts: ApiParts): void {
  const { executions, live, logger, watches } = parts;
  const subscriptions = new Map<string, FeedReader>();
  const paused = new Set<string>();
  const queue = createCommandQueue({ most: MOST_WAITING, hasRoom: () => buffered(socket).length < MOST_BUFFERED_REPLIES });

  function drop(id: string): void {
    const reader = subscriptions.get(id);
    if (reader === undefined) return;
    subscriptions.delete(id);
    watches.leave(id, reader);
  }

  function toReader(id: string, position: number): FeedReader {
    const reader: FeedReader = {
      position,
      isReady: () => {
        if (!isBehind(socket)) return true;
        paused.add(id);
        return false;
      },
      take: (event) => socket.emit(toSocketEvent(event.type), event),
      takeDelta: (delta) => socket.emit('AgentDelta', delta),
      finish: () => {
        if (subscriptions.get(id) === reader) subscriptions.delete(id);
      },
    };
    return reader;
  }

  async function join({ executionId: id, after }: z.output<typeof subscribeRequest>, reply: Reply): Promise<void> {
    if (!subscriptions.has(id) && subscriptions.size >= MOST_SUBSCRIPTIONS) {
      return reply(
        toError('too_many_subscriptions', `A socket may have ${MOST_SUBSCRIPTIONS} subscriptions; unsubscribe some or open another`),
      );
    }
    const execution = await executions.get(organizationId, id);
    const feed = await executions.readEvents(organizationId, id, after, 1);
    if (execution === null || feed === null) return reply(toError('not_found', 'There is no such execution here; check the id'));
    if (!socket.connected) return;
    drop(id);
    // Nothing may come between the snapshot and the reader, or a delta would be missing.
    const reader = toReader(id, after);
    subscriptions.set(id, reader);
    reply({ execution, lastSeq: feed.lastSeq, live: live.snapshot(id) });
    watches.join(organizationId, id, reader);
  }

  async function leave({ executionId: id }: z.output<typeof unsubscribeRequest>, reply: Reply): Promise<void> {
    drop(id);
    reply({ executionId: id });
  }

  function enqueue(reply: Reply, run: () => Promise<void>): void {
    const isTaken = queue.add(() =>
      run().catch((err: unknown) => {
        logger.error({ err }, 'A socket event failed');
        reply(toError('internal_error', 'Something went wrong here; try again'));
      }),
    );
    if (!isTaken) reply(toError('rate_limited', 'Wait for acknowledgements before you send more'));
  }

  /** What is read from a payload waits, not the payload, which may be a thousand times as large. */
  const commands: ReadonlyMap<string, (payload: unknown, reply: Reply) => void> = new Map([
    [
      'subscribe',
      (payload, reply) => {
        const request = subscribeRequest.safeParse(payload);
        if (request.success) enqueue(reply, () => join(request.data, reply));
        else reply(toError('invalid_body', 'Send {executionId, after}; after is the last seq you have, or 0'));
      },
    ],
    [
      'unsubscribe',
      (payload, reply) => {
        const request = unsubscribeRequest.safeParse(payload);
        if (request.success) enqueue(reply, () => leave(request.data, reply));
        else reply(toError('invalid_body', 'Send {executionId}'));
      },
    ],
  ]);

  socket.onAny((event: string, ...given: unknown[]) => {
    if (buffered(socket).length >= MOST_UNREAD) {
      socket.conn.close(true);
      return;
    }
    const reply = toReply(given.at(-1));
    const command = commands.get(event);
    if (command === undefined) reply(toError('unknown_event', `Send one of ${[...commands.keys()].join(', ')}`));
    else command(given[0], reply);
  });
  socket.conn.on('drain', () => {
    const resumed = [...paused];
    paused.clear();
    for (const id of resumed) watches.resume(id);
    queue.resume();
  });
  socket.on('disconnect', () => {
    queue.clear();
    for (const id of [...subscriptions.keys()]) drop(id);
  });
}

function isBehind(socket: StudioSocket): boolean {
  const packets = buffered(socket);
  return packets.length >= MOST_BUFFERED || packets.reduce((units, { data }) => units + (data?.length ?? 0), 0) >= MOST_BUFFERED_UNITS;
}

/** Engine.IO calls this private, but it is the only place that says how far a socket is behind. */
function buffered(socket: StudioSocket): readonly { data?: string | Buffer }[] {
  return (socket.conn as unknown as { writeBuffer: { data?: string | Buffer }[] }).writeBuffer;
}

function toError(code: string, message: string): SocketError {
  return { error: { code, message } };
}

/** Without an acknowledgement function nobody hears the answer. */
function toReply(acknowledge: unknown): Reply {
  return typeof acknowledge === 'function' ? (answer) => void acknowledge(answer) : () => undefined;
}
