import type { RouteName, RouteRequest, RouteResponse } from '../../contracts/routes';
import type { ApiParts } from '../dependencies';

/** What a handler knows besides the request. */
export interface HandlerContext {
  organizationId: string;
  /** Who sends the request. */
  principal: string;
  requestId: string;
  /** The id of what this request makes: the same on every repeat with the same `Idempotency-Key`. */
  newId: string;
  /** An earlier try under the same `Idempotency-Key` began and left no answer: what it did is unknown. */
  isRepeat: boolean;
  /** The revision that a conditional request expects; null takes any. */
  ifMatch: number | null;
  /** Of a route that waits: how long for a result, in milliseconds. */
  waitMs: number | undefined;
  /** Aborts when nobody waits for the answer any more: the client has gone, or the server stops. */
  signal: AbortSignal;
  dependencies: ApiParts;
}

export interface Answer<N extends RouteName> {
  status: number;
  body: RouteResponse<N>;
  headers?: Record<string, string>;
}

/** One endpoint's work: request in, answer out; a refusal is a thrown `Problem`. */
export type Handler<N extends RouteName> = (request: RouteRequest<N>, context: HandlerContext) => Promise<Answer<N>>;
