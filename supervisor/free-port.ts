import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Whether somebody could listen on this port of the loopback address now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== null;
}

/**
 * Systems give outgoing connections ports from 32768 up (others begin later), so one of ours that is free for a moment,
 * while a server starts or is started again, is soon somebody's.
 */
const OURS = { from: 20_000, to: 32_767 };
const MOST_TRIES = 20;

/** A port of the loopback address that nobody uses; `preferred` when that is free, never `taken`. */
export async function freePort(preferred?: number, taken?: number): Promise<number> {
  for (let tries = 0; tries <= MOST_TRIES; tries += 1) {
    const wanted = tries === 0 ? preferred : randomInt(OURS.from, OURS.to + 1);
    const port = wanted === undefined || wanted === taken ? null : await listenOnce(wanted);
    if (port !== null) return port;
  }
  const port = await listenOnce(0);
  if (port === null || port === taken) throw new Error('The system has no free port');
  return port;
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}
