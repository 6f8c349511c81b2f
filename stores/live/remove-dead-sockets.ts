import { readdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { isApiSocket } from './socket-folder';

/**
 * Removes sockets on which nobody listens. Connecting tells, and a process id would not: after a crash another
 * process may have the same one.
 */
export async function removeDeadSockets(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(isApiSocket);
  await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      if (await isDead(path)) await rm(path, { force: true });
    }),
  );
}

function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
