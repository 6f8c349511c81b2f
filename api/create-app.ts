import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response } from 'express';
import type { StoredAnswer } from '../contracts/ports/idempotency-store';
import { Problem } from '../contracts/problem';
import { ROUTES, type Route, type RouteName } from '../contracts/routes';
import type { ApiParts } from './dependencies';
import { limitRate } from './limit-rate';
import { logAccess } from './log-access';
import { readBody } from './read-body';
import { refuseMethod } from './refuse-method';
import { guardRequest } from './request-guard';
import { requestIdOf, setRequestId } from './request-id';
import { runRoute } from './run-route';
import { runStream, wantsStream } from './run-stream';
import { serveDocs } from './serve-docs';
import { toProblemAnswer } from './to-problem';
import { withinDeadline } from './within-deadline';

/**
 * The HTTP API over the route table; `page` answers what browsers open. Every answer has `X-Request-Id`; an error is
 * problem details.
 */
export function createApp(parts: ApiParts, page: RequestHandler): Express {
  const { logger, limits } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);

  app.use((_request, response, next) => {
    setRequestId(response);
    response.set('X-Content-Type-Options', 'nosniff');
    closeWhenStopping(response, parts);
    next();
  });
  app.use(logAccess(logger));
  app.use((request, _response, next) => {
    guardRequest(request);
    next();
  });
  app.use(limitRate(limits.rate));
  for (const [path, routes] of byPath(parts.killWorker !== undefined)) {
    const target = app.route(path);
    for (const [name, route] of routes) {
      const method = route.method.toLowerCase() as Lowercase<Route['method']>;
      target[method](...(route.body === undefined ? [] : readBody), async (request, response) => {
        const run = wantsStream(route, request) ? runStream : runRoute;
        const work = run(name, request, response, parts);
        const onLate = (err: unknown) =>
          logger.warn({ err, requestId: requestIdOf(response) }, 'Work failed after its answer was given up');
        const answer = await (route.boundsItself === true ? work : withinDeadline(limits.answerMs, work, onLate));
        if (answer !== null) send(response, answer);
      });
    }
    target.all(refuseMethod(routes.map(([, { method }]) => method)));
  }
  app.use('/api', refusePath);
  app.use(serveDocs(parts));
  app.use(page);
  app.use(refusePath);
  app.use(answerError(parts));
  return app;
}

/** A connection that stays open would keep the server from ending. */
function closeWhenStopping(response: Response, { drain }: ApiParts): void {
  const forget = drain.onStop(() => {
    if (!response.headersSent) response.set('Connection', 'close');
  });
  response.on('close', forget);
}

function byPath(development: boolean): Map<string, [RouteName, Route][]> {
  const paths = new Map<string, [RouteName, Route][]>();
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    if (route.development === true && !development) continue;
    paths.set(route.path, [...(paths.get(route.path) ?? []), [name, route]]);
  }
  return paths;
}

function refusePath(_request: Request): never {
  throw new Problem('not_found', 'There is nothing at this address');
}

function answerError({ logger }: ApiParts): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) next(error);
    else send(response, toProblemAnswer(error, requestIdOf(response), logger));
  };
}

function send(response: Response, { status, headers, body }: StoredAnswer): void {
  if (status === 204) {
    response
      .status(status)
      .set({ 'Cache-Control': 'no-store', ...headers })
      .end();
    return;
  }
  response
    .status(status)
    .set({ 'Cache-Control': 'no-store', 'Content-Type': 'application/json; charset=utf-8', ...headers })
    .send(body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body));
}
