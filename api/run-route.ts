import type { Request } from 'express';
import type { Json } from '../contracts/json';
import type { StoredAnswer } from '../contracts/ports/idempotency-store';
import type { Route, RouteName } from '../contracts/routes';
import { createId } from './create-id';
import type { ApiDependencies } from './dependencies';
import type { HandlerContext } from './handlers/handler';
import { HANDLERS } from './handlers/index';
import { parseIfMatch } from './if-match';
import { type ParsedRequest, parseRequest } from './parse-request';
import { organizationOf } from './principal';
import { bodyOf } from './read-body';
import { idempotencyKeyOf, runIdempotent } from './run-idempotent';
import { toProblemAnswer } from './to-problem';

/** The compiler has checked each entry against its route; here all are called alike. */
type AnyHandler = (
  request: ParsedRequest,
  context: HandlerContext,
) => Promise<{ status: number; body: unknown; headers?: Record<string, string> }>;

const ID_PREFIX: Partial<Record<RouteName, string>> = { createAgent: 'agt', createWorkflow: 'wfl', executeWorkflow: 'exe' };

/** One request of a route, from bytes to answer. Throws what has to be answered before a key can be looked up. */
export async function runRoute(
  name: RouteName,
  route: Route,
  request: Request,
  requestId: string,
  dependencies: ApiDependencies,
): Promise<StoredAnswer> {
  const organizationId = organizationOf(request);
  const body = route.body === undefined ? undefined : bodyOf(request);
  const ifMatch = route.conditional === true ? parseIfMatch(request.get('If-Match')) : null;
  const newId = createId(ID_PREFIX[name] ?? 'new');
  const context = { organizationId, requestId, ifMatch, dependencies };
  const run = (id: string) => answer(name, route, request, body, { ...context, newId: id });

  const key = route.method === 'POST' ? idempotencyKeyOf(request.get('Idempotency-Key')) : undefined;
  if (key === undefined) return run(newId);
  const scope = { organizationId, method: route.method, path: request.path, key };
  return runIdempotent(dependencies.idempotency, scope, { body, newId }, run);
}

/** An error is an answer too, for a repeat with the same key gets it again. */
async function answer(
  name: RouteName,
  route: Route,
  request: Request,
  body: Json | undefined,
  context: HandlerContext,
): Promise<StoredAnswer> {
  try {
    const parsed = parseRequest(route, { params: request.params, query: request.query, body });
    return { headers: {}, ...(await (HANDLERS[name] as AnyHandler)(parsed, context)) };
  } catch (error) {
    return toProblemAnswer(error, context.requestId, context.dependencies.logger);
  }
}
