import type { Request, RequestHandler } from 'express';
import type { Logger } from '../contracts/ports/logger';
import { principalOf } from './principal';
import { requestIdOf } from './request-id';

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * One line of log for each request when its answer is out: which route, which ids, what status, how long. Never a
 * body, a header, or a value of the query: those may hold anything. Reads that succeed are logged as `debug`.
 */
export function logAccess(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const begun = performance.now();
    response.on('close', () => {
      const { statusCode: status } = response;
      const fields = {
        requestId: requestIdOf(response),
        principal: principalOf(request),
        method: request.method,
        ...describe(request),
        status,
        milliseconds: Math.round(performance.now() - begun),
        ...(response.writableFinished ? {} : { cut: true }),
      };
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      if (status >= 500) logger.warn(fields, 'request');
      else if (isRead && status < 400) logger.debug(fields, 'request');
      else logger.info(fields, 'request');
    });
    next();
  };
}

/** An address may be anything too, so the route stands for it; what is no id is left out. */
function describe(request: Request): object {
  const { path: route }: { path?: string } = request.route ?? {};
  const ids = Object.entries(request.params ?? {}).map(([name, value]) => [name, ID.test(String(value)) ? value : '[masked]']);
  return { route: route ?? '(none)', ...(ids.length > 0 && { params: Object.fromEntries(ids) }) };
}
