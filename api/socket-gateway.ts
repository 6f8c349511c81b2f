import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { ClientToServer, ServerToClient } from '../contracts/events';
import { Problem } from '../contracts/problem';
import type { ApiParts } from './dependencies';
import { organizationOf } from './principal';
import { guardRequest } from './request-guard';
import { openSocketSession } from './socket-session';

/** Bytes of a message that a client sends. */
const LARGEST_MESSAGE = 100 * 1024;

/**
 * The live channel (contract §5) on an HTTP server: Socket.IO at `/socket.io`, over WebSocket and polling.
 * `close` ends the sockets and closes the HTTP server.
 */
export function createSocketGateway(server: HttpServer, parts: ApiParts): { close(): Promise<void> } {
  const io = new Server<ClientToServer, ServerToClient>(server, {
    serveClient: false,
    maxHttpBufferSize: LARGEST_MESSAGE,
    allowRequest: (request, decide) => {
      const refusal = refusalOf(() => guardRequest(request));
      decide(refusal?.code, refusal === undefined);
    },
  });
  io.on('connection', (socket) => openSocketSession(socket, organizationOf(socket.request), parts));
  refuseForeignUpgrades(server);
  return {
    close: () => io.close(),
  };
}

/** Engine.IO would answer 400 to a handshake over WebSocket that `allowRequest` refuses; the contract says 403. */
function refuseForeignUpgrades(server: HttpServer): void {
  const listeners = server.listeners('upgrade');
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(() => guardRequest(request));
    if (refusal === undefined) {
      for (const listener of listeners) listener.call(server, request, socket, head);
      return;
    }
    const body = JSON.stringify({ code: refusal.code, detail: refusal.message });
    socket.on('error', () => socket.destroy());
    socket.end(
      `HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
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
