import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { LiveListener, LiveSubscriber } from '../../contracts/ports/live-channel';
import type { Logger } from '../../contracts/ports/logger';
import { createLineSplitter, fromLine, LONGEST_LINE_BYTES } from './live-line';
import { createLiveTexts } from './live-texts';
import { removeDeadSockets } from './remove-dead-sockets';
import { ensureSocketFolder, toSocketFolder } from './socket-folder';
import { toLiveCall } from './texts-in-flight';

/**
 * An API process's end of the live channel: listens on a socket of its own, where the workers of the data folder
 * find it. `folder` is the data folder. After a worker's reconnect a listener may get a text again from its
 * beginning; `offset` says so.
 */
export async function createUnixSocketSubscriber({ folder, logger }: { folder: string; logger: Logger }): Promise<LiveSubscriber> {
  const sockets = toSocketFolder(folder);
  ensureSocketFolder(sockets);
  await removeDeadSockets(sockets);

  const listeners = new Set<LiveListener>();
  const notify = (tell: (listener: LiveListener) => void) => {
    for (const listener of listeners) {
      try {
        tell(listener);
      } catch (error) {
        logger.error({ error: String(error) }, 'A listener of the live channel failed');
      }
    }
  };
  const texts = createLiveTexts<Socket>();
  const workers = new Set<Socket>();

  const server = createServer((worker) => {
    workers.add(worker);
    const split = createLineSplitter(LONGEST_LINE_BYTES);
    worker.on('data', (bytes) => {
      try {
        for (const text of split(bytes)) {
          const line = fromLine(text);
          if (line.type === 'committed') notify((listener) => listener.committed(line.executionId));
          const fresh = texts.take(worker, line);
          if (fresh !== null) notify((listener) => listener.delta(fresh));
        }
      } catch {
        // The line itself may hold a model's text, and so may the error that quotes it.
        logger.warn({}, 'A worker sent a line that is malformed or too long; its connection is dropped');
        worker.destroy();
      }
    });
    worker.on('error', (error) => logger.debug({ error: error.message }, "A worker's live connection failed"));
    worker.on('close', () => {
      workers.delete(worker);
      texts.leave(worker);
    });
  });

  const path = join(sockets, `api-${process.pid}-${randomBytes(4).toString('hex')}.sock`);
  server.listen(path);
  await once(server, 'listening');
  chmodSync(path, 0o600);
  server.on('error', (error) =>
    logger.error({ error: error.message }, 'The live channel cannot accept workers; the page shows texts when they are finished'),
  );

  return {
    snapshot: (executionId) =>
      texts
        .all()
        .filter((call) => call.executionId === executionId)
        .map(toLiveCall),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      const closed = once(server, 'close');
      server.close();
      for (const worker of workers) worker.destroy();
      await closed;
    },
  };
}
