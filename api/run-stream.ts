import type { Request, Response } from 'express';
import type { StoredAnswer } from '../contracts/ports/idempotency-store';
import { Problem } from '../contracts/problem';
import { ROUTES, type Route, type RouteName } from '../contracts/routes';
import type { ApiParts } from './dependencies';
import { openEventStream } from './event-stream';
import { found } from './handlers/found';
import { parseRequest } from './parse-request';
import { organizationOf } from './principal';
import { runRoute } from './run-route';

/** Whether this request is answered by a stream of events. */
export function wantsStream(route: Route, request: Request): boolean {
  if (route.stream === 'onAccept') return request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream';
  return route.stream === 'always';
}

/**
 * Answers a request by a stream of events, or returns the answer that is none: a refusal, or 204 when the client has
 * the whole feed of an execution that has ended.
 */
export async function runStream(name: RouteName, request: Request, response: Response, parts: ApiParts): Promise<StoredAnswer | null> {
  const organizationId = organizationOf(request);
  const lastEventId = lastEventIdOf(request);
  const start = name === 'listEvents' ? fromEvents(request) : await startExecution(name, request, response, parts);
  if ('status' in start) return start;
  const { executionId, after = 0, headers } = start;
  const place = { organizationId, executionId, after: lastEventId ?? after };
  const feed = found(await parts.executions.readEvents(organizationId, executionId, place.after, 1), 'execution');
  if (feed.ended && feed.lastSeq <= place.after) return { status: 204, headers: headers ?? {}, body: undefined };
  if (response.destroyed || response.headersSent) return null;
  response.set(headers ?? {});
  if (request.method === 'HEAD') response.type('text/event-stream').end();
  else openEventStream(response, place, parts);
  return null;
}

interface StreamStart {
  executionId: string;
  after?: number;
  headers?: Record<string, string>;
}

function fromEvents(request: Request): StreamStart {
  const parsed = parseRequest(ROUTES.listEvents, { params: request.params, query: request.query, body: undefined });
  const { id } = parsed.params as { id: string };
  const { after, callId } = parsed.query as { after: number; callId?: string };
  if (callId !== undefined) throw new Problem('invalid_query', 'The events of one call are no stream; ask for application/json');
  return { executionId: id, after };
}

/** A route whose answer names the execution that it has started. */
async function startExecution(name: RouteName, request: Request, response: Response, parts: ApiParts): Promise<StreamStart | StoredAnswer> {
  const answer = await runRoute(name, request, response, parts);
  if (answer.status !== 200) return answer;
  const { executionId } = answer.body as { executionId: string };
  return { executionId, headers: answer.headers };
}

/** What an `EventSource` sends when it connects again; it wins over `after`. Throws `invalid_query`. */
function lastEventIdOf(request: Request): number | undefined {
  const given = request.get('Last-Event-ID');
  if (given === undefined || given === '') return undefined;
  if (!/^\d{1,15}$/.test(given)) throw new Problem('invalid_query', 'Send as Last-Event-ID the id of the last event you have');
  return Number(given);
}
