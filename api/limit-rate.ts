import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../contracts/problem';
import { principalOf } from './principal';

const WINDOW_S = 10;
/** Probes of whoever runs us must not fail because we are busy. */
const UNLIMITED: readonly string[] = ['/health', '/ready'];

/**
 * Refuses a request when its principal or its address has sent more than `requests` in ten seconds; 0 refuses none.
 * Counted in this process. Throws `rate_limited` with `Retry-After`.
 */
export function limitRate(requests: number): RequestHandler {
  if (requests === 0) return (_request, _response, next) => next();
  const limiter = new RateLimiterMemory({ points: requests, duration: WINDOW_S });
  return async (request, _response, next) => {
    if (!UNLIMITED.includes(request.path)) await consume(limiter, request);
    next();
  };
}

async function consume(limiter: RateLimiterMemory, request: Request): Promise<void> {
  const keys = [`principal:${principalOf(request)}`, `address:${request.socket.remoteAddress}`];
  try {
    await Promise.all(keys.map((key) => limiter.consume(key)));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new Problem('rate_limited', `Send fewer requests; wait ${seconds} s`, { headers: { 'Retry-After': String(seconds) } });
  }
}
