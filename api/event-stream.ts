import type { Response } from 'express';
import type { AgentDelta } from '../contracts/events';
import type { ApiParts } from './dependencies';
import type { FeedReader } from './execution-watch';

/** Bytes that may wait for a slow client before its feed pauses. */
const MOST_BUFFERED = 256 * 1024;

interface StreamPlace {
  organizationId: string;
  executionId: string;
  /** The `seq` of the last event that the client has. */
  after: number;
}

/**
 * Answers with the feed of an execution as server-sent events (contract §4) until its terminal event, the end of the
 * connection or of the server. A client that reads slowly costs what the response buffers: the feed waits for it in
 * the store, and text in flight is left out.
 */
export function openEventStream(response: Response, { organizationId, executionId, after }: StreamPlace, parts: ApiParts): void {
  const { watches, live, drain, limits } = parts;
  const takeDelta = (delta: AgentDelta) => void response.write(`event: delta\ndata: ${JSON.stringify(delta)}\n\n`);
  const reader: FeedReader = {
    position: after,
    isReady: () => !response.writableEnded && response.writableLength < MOST_BUFFERED,
    take: (event) => void response.write(`id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
    takeDelta,
    finish: () => void response.end(),
  };

  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const timer = setInterval(() => {
    // A slow client may still be reading when all is said; to write then would end the process.
    if (!response.writableEnded && !response.writableNeedDrain) response.write(': keep-alive\n\n');
  }, limits.keepAliveMs).unref();
  const forget = drain.onStop(() => response.end());
  response.on('drain', () => watches.resume(executionId));
  response.on('close', () => {
    clearInterval(timer);
    forget();
    watches.leave(executionId, reader);
  });
  // Nothing may come between the snapshot and the reader, or a delta would be missing.
  for (const call of live.snapshot(executionId)) takeDelta({ ...call, executionId, offset: 0 });
  watches.join(organizationId, executionId, reader);
}
