import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import { answerClientErrors, answerUnhandled } from './answer-client-error';
import { createApp } from './create-app';
import type { ApiDependencies, ApiParts } from './dependencies';
import { createDrain } from './drain';
import { createExecutionWatches } from './execution-watches';
import { oneAtATime } from './one-at-a-time';
import { createPostman } from './postman';
import { DEFAULT_LIMITS } from './server-limits';
import { createSocketGateway } from './socket-gateway';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 3_000;
const PORTS_TRIED = 100;
/** How often late requests are looked for; at most this much later than its limit one is ended. */
const TIMEOUT_CHECK_MS = 1_000;

interface ApiServer {
  /** Listens on loopback and returns the URL. Without a port: 3000 or the next free one. Rejects when a port that was asked for is taken. */
  listen(port?: number): Promise<string>;
  /** Takes no more requests, ends streams and sockets, and lets answers under way finish, at most for `limits.graceMs`. */
  close(): Promise<void>;
}

/** What an Express application is to a server; `unhandled` is called with what it gives back. */
type HttpListener = (request: IncomingMessage, response: ServerResponse, unhandled: () => void) => void;

/** The HTTP server with the API, the page and the live channel. */
export function createApiServer(dependencies: ApiDependencies, page: RequestHandler): ApiServer {
  const limits = { ...DEFAULT_LIMITS, ...dependencies.limits };
  const parts: ApiParts = {
    ...dependencies,
    limits,
    watches: createExecutionWatches(dependencies),
    drain: createDrain(),
    postman: createPostman(dependencies),
  };
  const timeouts = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.headersMs + limits.bodyMs,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
  };
  const app: HttpListener = createApp(parts, page);
  const answer = oneAtATime((request, response) => app(request, response, () => answerUnhandled(response, parts.logger)));
  const server = createServer(timeouts, answer);
  // Node would refuse an unknown `Expect` with a bare 417; a server may as well go by the request itself.
  server.on('checkExpectation', answer);
  answerClientErrors(server, parts.logger);
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
      const deadline = setTimeout(() => server.closeAllConnections(), limits.graceMs);
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
