import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../contracts/events';
import type { Logger } from '../contracts/ports/logger';
import { Problem } from '../contracts/problem';
import { refuseConnection } from './answer-client-error';
import type { ApiParts } from './dependencies';
import { organizationOf } from './principal';
import { guardRequest } from './request-guard';
import { openSocketSession } from './socket-session';

const PATH = '/socket.io/';
/** Bytes of a message that a client sends. */
/** A connection that has gone silent is known to be lost after two of these, on both sides: until then a page says it is live. */
const PING_MS = 5_000;
const LARGEST_MESSAGE = 100 * 1024;
/** Bytes that a WebSocket has not read, above which it may say nothing more. */
const MOST_UNREAD_BYTES = 32 * 1024 * 1024;

/**
 * The live channel (contract §5) on an HTTP server: Socket.IO at `/socket.io`, over WebSocket and polling.
 * `close` ends the sockets and closes the HTTP server.
 */
export function createSocketGateway(server: HttpServer, parts: ApiParts): { close(): Promise<void> } {
  const io = new Server<ClientToServer, ServerToClient>(server, {
    serveClient: false,
    maxHttpBufferSize: LARGEST_MESSAGE,
    pingInterval: PING_MS,
    pingTimeout: PING_MS,
    allowRequest: (request, decide) => {
      const refusal = refusalOf(() => guardRequest(request));
      decide(refusal?.code, refusal === undefined);
    },
  });
  io.on('connection', (socket) => openSocketSession(socket, organizationOf(socket.request), parts));
  refuseForeignUpgrades(server, parts.logger);
  return {
    close: () => io.close(),
  };
}

/**
 * Engine.IO would answer 400 to a handshake over WebSocket that `allowRequest` refuses, where the contract says 403,
 * and end any other upgrade without a word.
 */
function refuseForeignUpgrades(server: HttpServer, logger: Logger): void {
  const listeners = server.listeners('upgrade');
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(() => guardUpgrade(request));
    if (refusal !== undefined) {
      refuseConnection(socket, refusal, logger);
      return;
    }
    for (const listener of listeners) listener.call(server, request, socket, head);
    // Every ping is answered, whether its sender reads or not.
    socket.on('data', () => {
      if (socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
    });
  });
}

function guardUpgrade(request: IncomingMessage): void {
  guardRequest(request);
  if (request.url?.startsWith(PATH) === true) return;
  throw new Problem('invalid_request', `Send the request as HTTP/1.1 without Upgrade; only ${PATH} is upgraded, to WebSocket`);
}

function refusalOf(guard: () => void): Problem | undefined {
  try {
    guard();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
