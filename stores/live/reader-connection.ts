import { createConnection } from 'node:net';
import type { AgentDelta } from '../../contracts/events';
import type { Logger } from '../../contracts/ports/logger';
import { toLine } from './live-line';

/** Bytes waiting for a slow reader above which it gets no more lines until it has read them. */
const MOST_WAITING_BYTES = 1024 * 1024;

/** Hints kept for a slow reader; it re-reads what it watches anyway. */
const MOST_MISSED_HINTS = 10_000;

/** A worker's connection to one API process. */
export interface ReaderConnection {
  /** Whether lines can be sent now. */
  readonly ready: boolean;
  /** Sends a line, or drops it when the reader is slow: then a snapshot follows once it has caught up. */
  send(line: string): void;
  /** Says that an execution has something new in the store; for a slow reader, once it has caught up. */
  hint(executionId: string): void;
  close(): void;
}

export interface ReaderConnectionOptions {
  path: string;
  logger: Logger;
  /** The calls in flight, each as the delta that brings its whole text. */
  texts: () => AgentDelta[];
  onClose: () => void;
}

/** Connects, sends a snapshot, and keeps the reader exact with bounded memory; `onClose` comes once, also without a connection. */
export function createReaderConnection({ path, logger, texts, onClose }: ReaderConnectionOptions): ReaderConnection {
  const socket = createConnection(path);
  const missed = new Set<string>();
  let ready = false;
  let behind = false;

  const sendSnapshot = () => {
    behind = false;
    const lines = [
      toLine({ type: 'snapshot' }),
      ...texts().map((delta) => toLine({ type: 'delta', delta })),
      toLine({ type: 'snapshotEnd' }),
      ...[...missed].map((executionId) => toLine({ type: 'committed', executionId })),
    ];
    missed.clear();
    for (const line of lines) socket.write(line);
  };

  socket.unref();
  socket.on('connect', () => {
    ready = true;
    sendSnapshot();
  });
  socket.on('drain', () => {
    if (behind) sendSnapshot();
  });
  socket.on('error', (error) => logger.debug({ path, error: error.message }, 'A connection to an API process failed; trying again soon'));
  socket.on('close', () => {
    ready = false;
    onClose();
  });
  // A reader says nothing, but without reading its leaving would go unnoticed.
  socket.resume();

  const isSlow = () => {
    behind ||= socket.writableLength > MOST_WAITING_BYTES;
    return behind;
  };
  return {
    get ready() {
      return ready;
    },
    send(line) {
      if (ready && !isSlow()) socket.write(line);
    },
    hint(executionId) {
      if (!ready) return;
      if (!isSlow()) socket.write(toLine({ type: 'committed', executionId }));
      else if (missed.size < MOST_MISSED_HINTS) missed.add(executionId);
    },
    close: () => socket.destroy(),
  };
}
