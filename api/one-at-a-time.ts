import type { IncomingMessage, RequestListener } from 'node:http';

/** Requests that may wait on one connection; who sends more is cut off. */
const MOST_WAITING = 100;

/**
 * Lets a connection's next request in when the answer before is out. Node hands over all that a client has sent in one
 * go, and a client that does not read would have every answer waiting in memory: a thousand requests are 64 KB, a
 * thousand answers gigabytes.
 */
export function oneAtATime(listener: RequestListener): RequestListener {
  const connections = new WeakMap<IncomingMessage['socket'], (() => void)[]>();
  return (request, response) => {
    const { socket } = request;
    const begin = () => {
      response.once('close', () => {
        const next = connections.get(socket)?.shift();
        if (next === undefined || socket.destroyed) connections.delete(socket);
        else next();
      });
      listener(request, response);
    };
    const waiting = connections.get(socket);
    if (waiting === undefined) {
      connections.set(socket, []);
      begin();
    } else if (waiting.length < MOST_WAITING) waiting.push(begin);
    else socket.destroy();
  };
}
