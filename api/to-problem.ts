import { EngineUnavailable } from '../contracts/ports/engine';
import type { StoredAnswer } from '../contracts/ports/idempotency-store';
import type { Logger } from '../contracts/ports/logger';
import { isStoreAway, StoreFull, StoreUnavailable } from '../contracts/ports/store-errors';
import { PROBLEMS, Problem } from '../contracts/problem';

/** The one place that turns an error into a problem; what is not one of ours becomes `internal_error`. */
function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof EngineUnavailable) {
    return new Problem('engine_unavailable', 'Try again in a moment', { headers: { 'Retry-After': '2' }, cause: error });
  }
  if (error instanceof StoreFull) {
    return new Problem('insufficient_storage', 'Make room on the disk of the data folder, then try again; what is there can be read', {
      cause: error,
    });
  }
  if (error instanceof StoreUnavailable) {
    return new Problem('store_unavailable', 'Nothing was changed; try again in a moment', {
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
  switch (statusOf(error)) {
    case 413:
      return new Problem('body_too_large', 'Send at most 1 MiB', { cause: error });
    case 415:
      return new Problem('unsupported_media_type', 'Send the body without Content-Encoding', { cause: error });
    case 400:
      return isUndecodable(error)
        ? new Problem('not_found', 'The address cannot be decoded', { cause: error })
        : new Problem('invalid_body', 'The body ended too early or its length is wrong', { cause: error });
    default:
      return new Problem('internal_error', 'Something went wrong here; the log has more under this requestId', { cause: error });
  }
}

/** The answer for an error: problem details (RFC 9457). A failure of ours is logged; its text stays inside. */
export function toProblemAnswer(error: unknown, requestId: string, logger: Logger): StoredAnswer {
  const problem = toProblem(error);
  const { code, status } = problem;
  if (code === 'internal_error' || isStoreAway(problem.cause)) logger.error({ requestId, err: problem.cause }, 'A request failed');
  return {
    status,
    headers: { ...problem.headers, 'Content-Type': 'application/problem+json; charset=utf-8' },
    body: {
      type: `urn:agent-studio:problem:${code}`,
      title: PROBLEMS[code][1],
      status,
      detail: problem.message,
      code,
      ...(problem.errors === undefined ? {} : { errors: problem.errors }),
      ...problem.extra,
      requestId,
    },
  };
}

/** Errors of Express and its body parser carry the HTTP status that they mean. */
function statusOf(error: unknown): unknown {
  return error instanceof Error && 'status' in error ? error.status : undefined;
}

function isUndecodable(error: unknown): boolean {
  return error instanceof URIError || (error instanceof Error && error.message.startsWith('Failed to decode param'));
}
