import { io, type Socket } from 'socket.io-client';
import type { Execution } from '../contracts/entities';
import type { AgentDelta, ClientToServer, FeedEvent, ServerToClient, SocketError, Subscribed } from '../contracts/events';
import { createQueue } from './queue';
import { StudioError } from './studio-error';

export interface WatchOptions {
  /** Events up to this `seq` are known already. Default 0: the feed from its beginning. */
  after?: number;
  /** Ends the iteration quietly. */
  signal?: AbortSignal;
}

export type WatchItem =
  | { type: 'event'; event: FeedEvent }
  | { type: 'delta'; delta: AgentDelta }
  /** `execution` is the row and `lastSeq` the feed's end at that moment. */
  | { type: 'connection'; state: 'connected'; at: string; execution: Execution; lastSeq: number }
  /** `at` is when the server was last heard from: what was told before is as of then. */
  | { type: 'connection'; state: 'reconnecting'; at: string };

const FEED_EVENTS = ['AgentMessage', 'ToolCall', 'ApprovalRequested', 'WorkflowProgress'] as const;
const ACKNOWLEDGE_MS = 10_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 2_000;
/** Answers to `subscribe` that no later try will change. */
const FINAL_CODES = ['not_found', 'invalid_body', 'unauthenticated', 'forbidden', 'forbidden_origin', 'gone'];

/**
 * Follows an execution until its terminal event. Every event comes once and in order of `seq`, whatever happens to
 * the connection: after a loss, or a hole in what came, it subscribes again from the last event it passed on.
 * Text in flight comes as deltas, first as a snapshot with offset 0. Throws a {@link StudioError} when the execution
 * is unknown or may not be watched. One iteration has one connection, which closes with it.
 */
export async function* watchExecution(url: string, executionId: string, options: WatchOptions = {}): AsyncGenerator<WatchItem> {
  const { after = 0, signal } = options;
  const queue = createQueue(mergeDeltas);
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    path: '/socket.io',
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    forceNew: true,
    autoConnect: false,
    reconnectionDelay: FIRST_DELAY_MS,
    reconnectionDelayMax: LONGEST_DELAY_MS,
    timeout: ACKNOWLEDGE_MS,
  });
  let last = after;
  let heardAt = new Date();
  let connected: boolean | null = null;
  let delay = FIRST_DELAY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lost = () => {
    if (connected === false) return;
    connected = false;
    queue.push({ type: 'connection', state: 'reconnecting', at: heardAt.toISOString() });
  };
  /** A fresh connection is a fresh subscription; the growing delay keeps a faulty server from being flooded. */
  const startOver = () => {
    lost();
    socket.disconnect();
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), delay);
    delay = Math.min(delay * 2, LONGEST_DELAY_MS);
  };
  const onSubscribed = (answer: Subscribed | SocketError) => {
    heardAt = new Date();
    if ('error' in answer) {
      const { code, message } = answer.error;
      if (FINAL_CODES.includes(code)) queue.end(new StudioError(code, message));
      else startOver();
      return;
    }
    connected = true;
    queue.push({
      type: 'connection',
      state: 'connected',
      at: heardAt.toISOString(),
      execution: answer.execution,
      lastSeq: answer.lastSeq,
    });
    for (const call of answer.live) queue.push({ type: 'delta', delta: { ...call, executionId, offset: 0 } });
    if (answer.execution.endedAt !== null && answer.lastSeq <= last) queue.end();
  };
  const subscribe = () => {
    socket.timeout(ACKNOWLEDGE_MS).emit('subscribe', { executionId, after: last }, (error: Error | null, answer) => {
      if (error === null) onSubscribed(answer);
      else if (socket.connected) startOver();
    });
  };
  const onEvent = (event: FeedEvent) => {
    heardAt = new Date();
    if (event.executionId !== executionId || event.seq <= last) return;
    if (event.seq > last + 1) {
      startOver();
      return;
    }
    last = event.seq;
    delay = FIRST_DELAY_MS;
    queue.push({ type: 'event', event });
    if (event.type === 'executionEnded') queue.end();
  };

  socket.on('connect', subscribe);
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') startOver();
    else if (reason !== 'io client disconnect') lost();
  });
  socket.on('connect_error', () => {
    // Without `active` the server refused the handshake and the library tries no more.
    if (socket.active) lost();
    else startOver();
  });
  socket.io.on('ping', () => {
    heardAt = new Date();
  });
  for (const name of FEED_EVENTS) socket.on(name, onEvent);
  socket.on('AgentDelta', (delta) => {
    heardAt = new Date();
    if (delta.executionId === executionId) queue.push({ type: 'delta', delta });
  });
  const stop = () => queue.end();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) queue.end();
  else socket.connect();

  try {
    yield* queue;
  } finally {
    signal?.removeEventListener('abort', stop);
    clearTimeout(timer);
    socket.removeAllListeners();
    socket.disconnect();
  }
}

/** Joins pieces of one call that nobody has read yet, when one continues the other. */
function mergeDeltas(last: WatchItem, next: WatchItem): WatchItem | null {
  if (last.type !== 'delta' || next.type !== 'delta') return null;
  const [a, b] = [last.delta, next.delta];
  if (a.callId !== b.callId || a.attempt !== b.attempt || a.offset + a.text.length !== b.offset) return null;
  return { type: 'delta', delta: { ...a, text: a.text + b.text } };
}
