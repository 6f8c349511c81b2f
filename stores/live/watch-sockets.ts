import { readdir, watch } from 'node:fs';
import type { Logger } from '../../contracts/ports/logger';
import { isApiSocket } from './socket-folder';

const POLL_MS = 500;

/**
 * Calls `onNames` with the names of the API processes' sockets in the folder: now, on every change, and twice a
 * second, for a change may go unnoticed. Keeps no process alive; returns what stops it.
 */
export function watchSockets(folder: string, logger: Logger, onNames: (names: string[]) => void): () => void {
  let stopped = false;
  const look = () => {
    readdir(folder, (error, names) => {
      if (stopped) return;
      if (error) logger.debug({ folder, code: error.code }, 'The folder of live sockets cannot be read; looking again soon');
      else onNames(names.filter(isApiSocket));
    });
  };
  const watcher = watchFolder(folder, logger, look);
  const poll = setInterval(look, POLL_MS);
  poll.unref();
  look();
  return () => {
    stopped = true;
    clearInterval(poll);
    watcher?.close();
  };
}

function watchFolder(folder: string, logger: Logger, onChange: () => void) {
  const giveUp = (error: unknown) =>
    logger.debug({ folder, error: String(error) }, 'The folder of live sockets cannot be watched; polling');
  try {
    return watch(folder, { persistent: false }, onChange).on('error', giveUp);
  } catch (error) {
    giveUp(error);
    return undefined;
  }
}
