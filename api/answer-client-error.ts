import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from '../contracts/ports/logger';
import { Problem, type ProblemCode } from '../contracts/problem';
import { createId } from './create-id';
import { toProblemAnswer } from './to-problem';

/** What Node and its parser call the mistakes that never become a request. */
const PROBLEM_OF: Record<string, [ProblemCode, string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'Send the headers within 10 s and the body within 30 s'],
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'Send at most 16 KiB of headers'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['body_too_large', 'Send chunks without extensions'],
};

/** Answers what is no proper HTTP request by problem details too, and ends the connection. */
export function answerClientErrors(server: Server, logger: Logger): void {
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket & { _httpMessage?: { headersSent: boolean } };
    // An answer that has begun cannot become another one.
    if (!socket.writable || socket._httpMessage?.headersSent === true) {
      socket.destroy();
      return;
    }
    const [code, detail] = PROBLEM_OF[error.code ?? ''] ?? ['invalid_request', 'Send a valid HTTP/1.1 request'];
    refuseConnection(socket, new Problem(code, detail), logger, error.code);
  });
}

/** Answers a connection that carries no request of ours, and ends it. */
export function refuseConnection(socket: Duplex, problem: Problem, logger: Logger, reason: string = problem.code): void {
  const requestId = createId('req');
  const { status, body } = toProblemAnswer(problem, requestId, logger);
  logger.info({ requestId, status, reason }, 'A connection sent no proper request');
  socket.on('error', () => socket.destroy());
  socket.end(toMessage(status, requestId, JSON.stringify(body)), () => socket.destroy());
}

/** Ends what Express gives back: a request whose address is none, or an answer that failed after it had begun. */
export function answerUnhandled(response: ServerResponse, logger: Logger): void {
  if (response.headersSent || response.socket === null) response.destroy();
  else refuseConnection(response.socket, new Problem('invalid_request', 'Send an address that is a path'), logger);
}

function toMessage(status: number, requestId: string, body: string): string {
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
