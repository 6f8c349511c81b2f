import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import { createApp } from './create-app';
import type { ApiDependencies, ApiParts } from './dependencies';
import { createDrain } from './drain';
import { createExecutionWatches } from './execution-watches';
import { createSocketGateway } from './socket-gateway';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 3_000;
const PORTS_TRIED = 100;
const SLOWEST_REQUEST_MS = 60_000;
/** Answers under way get this long at the end. */
const CLOSE_GRACE_MS = 2_000;

interface ApiServer {
  /** Listens on loopback and returns the URL. Without a port: 3000 or the next free one. Rejects when a port that was asked for is taken. */
  listen(port?: number): Promise<string>;
  /** Ends sockets and connections; within 3 s. */
  close(): Promise<void>;
}

/** The HTTP server with the API, the page and the live channel. */
export function createApiServer(dependencies: ApiDependencies, page: RequestHandler): ApiServer {
  const parts: ApiParts = { ...dependencies, watches: createExecutionWatches(dependencies), drain: createDrain() };
  const server = createServer({ requestTimeout: SLOWEST_REQUEST_MS }, createApp(parts, page));
  const gateway = createSocketGateway(server, parts);
  return {
    async listen(port) {
      if (port !== undefined) return listenOn(server, port);
      for (let candidate = DEFAULT_PORT; candidate < DEFAULT_PORT + PORTS_TRIED; candidate++) {
        const url = await listenOn(server, candidate).catch(ignoreTaken);
        if (url !== undefined) return url;
      }
      return listenOn(server, 0);
    },
    async close() {
      const deadline = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      parts.drain.stop();
      parts.watches.close();
      await gateway.close();
      clearTimeout(deadline);
    },
  };
}

function listenOn(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve(`http://${HOST}:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** True of the error of a port that another program has. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function ignoreTaken(error: unknown): undefined {
  if (!isTaken(error)) throw error;
}
