import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { ClientToServer, FeedEvent, LiveCall, ServerToClient, SocketError, Subscribed } from '../../../contracts/events';
import { toSocketEvent } from '../../../contracts/events';
import { RUNNING } from './events';

type ServerSocket = Socket<ClientToServer, ServerToClient>;

/** What a subscription gets, chosen by the test: it may lie, drop the connection or stay silent. */
export type OnSubscribe = (subscription: {
  socket: ServerSocket;
  after: number;
  /** Counts subscriptions from 1. */
  number: number;
  acknowledge: (answer: Subscribed | SocketError) => void;
}) => void;

/** A Socket.IO server that speaks the contract's live channel as a test says. */
export async function startLiveServer(onSubscribe: OnSubscribe) {
  const http = createServer();
  const io = new Server<ClientToServer, ServerToClient>(http, { path: '/socket.io' });
  const afters: number[] = [];
  io.on('connection', (socket) => {
    socket.on('subscribe', ({ after = 0 }, acknowledge) => {
      afters.push(after);
      onSubscribe({ socket, after, number: afters.length, acknowledge });
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    /** The `after` of every subscription so far. */
    afters,
    connections: () => io.engine.clientsCount,
    close: () => io.close(),
  };
}

export function send(socket: ServerSocket, events: FeedEvent[]): void {
  for (const event of events) socket.emit(toSocketEvent(event.type), event);
}

export function subscribed(feed: FeedEvent[], live: LiveCall[] = []): Subscribed {
  const ended = feed.at(-1)?.type === 'executionEnded';
  return { execution: ended ? { ...RUNNING, status: 'completed', endedAt: RUNNING.startedAt } : RUNNING, lastSeq: feed.length, live };
}
