import type { RouteCall, RouteName, RouteResponse } from '../contracts/routes';
import { PATHS } from './paths';
import { isSafeToRepeat, type RetryOptions, withRetry } from './retry';
import { StudioError } from './studio-error';
import { toStudioError } from './to-studio-error';
import { type Query, toUrl } from './to-url';

export interface ClientOptions {
  /** Where the Studio is, for instance `http://127.0.0.1:3000`. */
  url: string;
  fetch?: typeof fetch;
  retry?: RetryOptions;
  /** Longest wait for an answer, in ms. Default 30 s. */
  timeoutMs?: number;
}

export type CallOptions<N extends RouteName> = Omit<RouteCall<N>, 'query'> & {
  query?: RouteCall<N>['query'] | Query;
  headers?: Record<string, string>;
  /** Of a POST; a random one when absent. The same key never does the same thing twice. */
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/** Calls a route by its name. Throws a {@link StudioError}, or the signal's reason. */
export type Call = <N extends RouteName>(route: N, options?: CallOptions<N>) => Promise<RouteResponse<N>>;

/** Makes the typed call that everything else is built on; network errors, 429 and 503 are retried where that is safe. */
export function createCall({ url, fetch: send = (...given) => fetch(...given), retry = {}, timeoutMs = 30_000 }: ClientOptions): Call {
  return async (route, options = {}) => {
    const [method, path] = PATHS[route];
    const address = toUrl(url, path, options.params as Record<string, unknown> | undefined, options.query as Query | undefined);
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    if (method === 'POST') headers['idempotency-key'] ??= options.idempotencyKey ?? randomKey();
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);

    const attempt = async () => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]);
      try {
        const response = await send(address, { method, headers, body, signal });
        if (!response.ok) throw await toStudioError(response);
        if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
          throw new StudioError('unexpected_answer', `${route} answers with a stream; use agents.stream or executions.watch`);
        }
        if (response.status === 204) return undefined as RouteResponse<typeof route>;
        const isFile = response.headers.get('content-disposition')?.startsWith('attachment') === true;
        return (isFile ? new Uint8Array(await response.arrayBuffer()) : await response.json()) as RouteResponse<typeof route>;
      } catch (error) {
        options.signal?.throwIfAborted();
        throw error instanceof StudioError ? error : toNetworkError(url, error);
      }
    };
    options.signal?.throwIfAborted();
    return withRetry(attempt, (error) => isSafeToRepeat(method, error), retry, options.signal);
  };
}

function toNetworkError(url: string, cause: unknown): StudioError {
  return new StudioError('network_error', `No answer from ${url}; see that the Studio is running there`, { cause });
}

/** 128 random bits in hex; `randomUUID` exists only on secure origins. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
