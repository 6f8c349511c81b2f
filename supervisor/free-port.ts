import { createServer } from 'node:net';

/** Whether somebody could listen on this port of the loopback address now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== null;
}

/** A port of the loopback address that nobody uses; `preferred` when that is free. */
export async function freePort(preferred?: number): Promise<number> {
  const port = (preferred === undefined ? null : await listenOnce(preferred)) ?? (await listenOnce(0));
  if (port === null) {
    throw new Error('The system has no free port');
  }
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
