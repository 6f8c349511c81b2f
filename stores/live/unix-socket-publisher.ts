import { join } from 'node:path';
import type { LivePublisher } from '../../contracts/ports/live-channel';
import type { Logger } from '../../contracts/ports/logger';
import { toLine } from './live-line';
import { createReaderConnection, type ReaderConnection } from './reader-connection';
import { ensureSocketFolder, toSocketFolder } from './socket-folder';
import { createTextsInFlight } from './texts-in-flight';
import { watchSockets } from './watch-sockets';

/** UTF-16 units of a call's text that are shown live: as JSON they always fit into a line. */
const LONGEST_TEXT = 1024 * 1024;

/**
 * A worker's end of the live channel: finds the sockets of all API processes of a data folder, connects to each, and
 * again when one is lost. `folder` is the data folder. Throws only here, when the socket folder cannot be used.
 */
export function createUnixSocketPublisher({ folder, logger }: { folder: string; logger: Logger }): LivePublisher {
  const sockets = toSocketFolder(folder);
  ensureSocketFolder(sockets);
  const texts = createTextsInFlight(LONGEST_TEXT);
  const connections = new Map<string, ReaderConnection>();

  const connect = (name: string) => {
    const path = join(sockets, name);
    const connection = createReaderConnection({ path, logger, texts: texts.all, onClose: () => connections.delete(name) });
    connections.set(name, connection);
  };
  const stopWatching = watchSockets(sockets, logger, (names) => {
    for (const name of names) if (!connections.has(name)) connect(name);
  });
  const send = (line: string) => {
    for (const connection of connections.values()) connection.send(line);
  };

  return {
    delta(delta) {
      const fresh = texts.add(delta);
      if (fresh !== null && connections.size > 0) send(toLine({ type: 'delta', delta: fresh }));
    },
    ended({ executionId, callId, attempt }) {
      texts.end({ executionId, callId, attempt });
      send(toLine({ type: 'ended', call: { executionId, callId, attempt } }));
    },
    committed(executionId) {
      for (const connection of connections.values()) connection.hint(executionId);
    },
    async close() {
      stopWatching();
      for (const connection of connections.values()) connection.close();
    },
  };
}
