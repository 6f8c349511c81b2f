import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, FeedEvent, ServerToClient, SocketError, Subscribed } from '../../contracts/events';

/** Sockets that watch one execution, and how late each event came to each of them. */
export interface Crowd {
  /** Milliseconds from the store's time of an event until it was at a socket, for events later than the subscription. */
  delays: number[];
  /** Resolves when every socket has the terminal event. Rejects when one missed an event or lost its connection. */
  ended: Promise<void>;
  close(): void;
}

type CrowdSocket = Socket<ServerToClient, ClientToServer>;

const FEED_EVENTS = ['AgentMessage', 'ToolCall', 'ApprovalRequested', 'WorkflowProgress'] as const;
/** Handshakes at the same time: more than this and the listen queue of the kernel is what is measured. */
const AT_ONCE = 50;

/** Connects and subscribes `size` sockets; resolves when all are subscribed. */
export async function gatherCrowd(url: string, executionId: string, size: number): Promise<Crowd> {
  const sockets: CrowdSocket[] = [];
  const delays: number[] = [];
  const ends: Promise<void>[] = [];
  const close = () => {
    for (const socket of sockets) socket.disconnect();
  };
  const gather = async () => {
    while (sockets.length < size) {
      const socket: CrowdSocket = io(url, { path: '/socket.io', transports: ['websocket'], forceNew: true, reconnection: false });
      sockets.push(socket);
      const { subscribed, ended } = follow(socket, executionId, delays);
      ends.push(ended);
      await subscribed;
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, gather));
  } catch (error) {
    close();
    throw error;
  }
  return { delays, ended: Promise.all(ends).then(() => undefined), close };
}

function follow(socket: CrowdSocket, executionId: string, delays: number[]): { subscribed: Promise<void>; ended: Promise<void> } {
  let last = 0;
  let known = Number.POSITIVE_INFINITY;
  let stop: (error: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    stop = reject;
    const onEvent = (event: FeedEvent) => {
      if (event.seq !== last + 1) reject(new Error(`A socket got event ${event.seq} after ${last}`));
      last = event.seq;
      if (event.seq > known) delays.push(Date.now() - Date.parse(event.at));
      if (event.type === 'executionEnded') resolve();
    };
    for (const name of FEED_EVENTS) socket.on(name, onEvent);
  });
  // Only the first of a thousand that fail has to be heard.
  ended.catch(() => undefined);
  const subscribed = new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => {
      stop(new Error(reason));
      reject(new Error(reason));
    };
    socket.on('connect_error', (error) => fail(`A socket could not connect: ${error.message}`));
    socket.on('disconnect', (reason) => fail(`A socket lost its connection: ${reason}`));
    socket.on('connect', () => {
      socket.emit('subscribe', { executionId, after: 0 }, (answer: Subscribed | SocketError) => {
        if ('error' in answer) return fail(`A socket could not subscribe: ${answer.error.message}`);
        known = answer.lastSeq;
        resolve();
      });
    });
  });
  return { subscribed, ended };
}
