import { io, type Socket } from 'socket.io-client';
import type { FeedEvent } from '../../client';
import type { ClientToServer, ServerToClient } from '../../contracts/events';

const FEED_EVENTS = ['AgentMessage', 'ToolCall', 'ApprovalRequested', 'WorkflowProgress'] as const;

export interface Drops {
  /** Connections that are dropped; one more stays until the terminal event. */
  count: number;
  /** All of them are behind us. */
  onDropped(): Promise<void>;
}

/**
 * Follows a feed as a client with a bad connection does, on bare Socket.IO: it drops each connection after none to
 * three events and subscribes on a new one from the last event it has. Returns the events as they came.
 */
export async function followWithDrops(url: string, executionId: string, { count, onDropped }: Drops): Promise<FeedEvent[]> {
  const events: FeedEvent[] = [];
  for (let connection = 0; connection < count; connection += 1) {
    await take(url, executionId, events, connection % 4);
  }
  await onDropped();
  await take(url, executionId, events, Number.POSITIVE_INFINITY);
  return events;
}

/** Takes so many events, or all up to the terminal one, and leaves. */
function take(url: string, executionId: string, events: FeedEvent[], count: number): Promise<void> {
  const socket: Socket<ServerToClient, ClientToServer> = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  return new Promise((resolve, reject) => {
    let left = count;
    const leave = (error?: Error) => {
      socket.removeAllListeners();
      socket.disconnect();
      if (error === undefined) resolve();
      else reject(error);
    };
    for (const name of FEED_EVENTS) {
      socket.on(name, (event) => {
        events.push(event);
        left -= 1;
        if (left <= 0 || event.type === 'executionEnded') leave();
      });
    }
    socket.on('connect_error', leave);
    socket.on('connect', () => {
      socket.emit('subscribe', { executionId, after: events.at(-1)?.seq ?? 0 }, (answer) => {
        if ('error' in answer) leave(new Error(`${answer.error.code}: ${answer.error.message}`));
        else if (left === 0) leave();
      });
    });
  });
}
