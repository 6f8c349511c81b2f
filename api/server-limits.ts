/** How much the server gives to one client. Times are in milliseconds. */
export interface ServerLimits {
  /** Requests in ten seconds, of one principal and of one address; 0 for any number. */
  rate: number;
  /** A request's headers must be here, and then its body. */
  headersMs: number;
  bodyMs: number;
  /** A handler that does not bound its own time is answered for with 503. */
  answerMs: number;
  /** Between two signs of life in a stream of events. */
  keepAliveMs: number;
  /** At the end answers under way get this long. */
  graceMs: number;
}

export const DEFAULT_LIMITS: ServerLimits = {
  rate: 0,
  headersMs: 10_000,
  bodyMs: 30_000,
  answerMs: 30_000,
  keepAliveMs: 15_000,
  graceMs: 3_000,
};
