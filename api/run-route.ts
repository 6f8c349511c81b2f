import type { Request, Response } from 'express';
import type { Json } from '../contracts/json';
import type { StoredAnswer } from '../contracts/ports/idempotency-store';
import { ROUTES, type Route, type RouteName } from '../contracts/routes';
import { createId } from './create-id';
import type { ApiParts } from './dependencies';
import type { HandlerContext } from './handlers/handler';
import { HANDLERS } from './handlers/index';
import { parseIfMatch } from './if-match';
import { type ParsedRequest, parseRequest } from './parse-request';
import { waitMsOf } from './prefer';
import { organizationOf, principalOf } from './principal';
import { bodyOf } from './read-body';
import { requestIdOf } from './request-id';
import { idempotencyKeyOf, runIdempotent } from './run-idempotent';
import { toProblemAnswer } from './to-problem';

/** The compiler has checked each entry against its route; here all are called alike. */
type AnyHandler = (
  request: ParsedRequest,
  context: HandlerContext,
) => Promise<{ status: number; body: unknown; headers?: Record<string, string> }>;

const ID_PREFIX: Partial<Record<RouteName, string>> = {
  createAgent: 'agt',
  createWorkflow: 'wfl',
  executeWorkflow: 'exe',
  forkExecution: 'exe',
  retryExecution: 'exe',
  pauseExecution: 'let',
  resumeExecution: 'let',
  sendEvent: 'evt',
  sendMessage: 'msg',
  executeAgent: 'exe',
  streamAgent: 'exe',
  executeTool: 'tcl',
};

/** One request of a route, from bytes to answer. Throws what has to be answered before a key can be looked up. */
export async function runRoute(name: RouteName, request: Request, response: Response, parts: ApiParts): Promise<StoredAnswer> {
  const route: Route = ROUTES[name];
  const organizationId = organizationOf(request);
  const body = route.body === undefined ? undefined : bodyOf(request);
  const ifMatch = route.conditional === true ? parseIfMatch(request.get('If-Match')) : null;
  const waitMs = route.waits === true ? waitMsOf(request.get('Prefer')) : undefined;
  const newId = createId(ID_PREFIX[name] ?? 'new');
  const context = {
    organizationId,
    principal: principalOf(request),
    requestId: requestIdOf(response),
    ifMatch,
    waitMs,
    signal: signalOf(response, parts),
    dependencies: parts,
  };
  const run = (id: string) => answer(name, request, body, { ...context, newId: id, isRepeat: id !== newId });

  const key = route.method === 'POST' ? idempotencyKeyOf(request.get('Idempotency-Key')) : undefined;
  if (key === undefined) return run(newId);
  const scope = { organizationId, method: route.method, path: request.path, key };
  return runIdempotent(parts.idempotency, scope, { body, newId }, run);
}

/** An error is an answer too, for a repeat with the same key gets it again. */
async function answer(name: RouteName, request: Request, body: Json | undefined, context: HandlerContext): Promise<StoredAnswer> {
  try {
    const parsed = parseRequest(ROUTES[name], { params: request.params, query: request.query, body });
    return { headers: {}, ...(await (HANDLERS[name] as AnyHandler)(parsed, context)) };
  } catch (error) {
    return toProblemAnswer(error, context.requestId, context.dependencies.logger);
  }
}

/** Aborts when nobody waits for the answer any more: the client has gone, or the server stops. */
function signalOf(response: Response, { drain }: ApiParts): AbortSignal {
  const controller = new AbortController();
  const forget = drain.onStop(() => controller.abort(new Error('The server stops')));
  response.on('close', () => {
    forget();
    controller.abort(new Error('The connection has closed'));
  });
  return controller.signal;
}
