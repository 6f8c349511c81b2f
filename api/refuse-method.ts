import type { RequestHandler } from 'express';
import { Problem } from '../contracts/problem';
import type { Route } from '../contracts/routes';

/** Refuses every request of a path that has come past its methods: 405, with `Allow`. */
export function refuseMethod(methods: Route['method'][]): RequestHandler {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  return () => {
    throw new Problem('method_not_allowed', `Use ${allowed}`, { headers: { Allow: allowed } });
  };
}
