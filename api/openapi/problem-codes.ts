import type { ProblemCode } from '../../contracts/problem';
import type { Route } from '../../contracts/routes';

const ALWAYS: readonly ProblemCode[] = ['invalid_query', 'forbidden_origin', 'rate_limited', 'internal_error', 'store_unavailable'];
const OF_BODY: readonly ProblemCode[] = ['invalid_body', 'invalid_json', 'unknown_field', 'unsupported_media_type', 'body_too_large'];
const OF_POST: readonly ProblemCode[] = ['invalid_idempotency_key', 'idempotency_in_progress', 'idempotency_conflict'];
const OF_CONDITION: readonly ProblemCode[] = ['invalid_if_match', 'precondition_failed', 'precondition_required'];

/** Every code that a route answers: those that follow from its form, and its own. */
export function problemCodesOf(route: Route): ProblemCode[] {
  const takesCursor = route.query !== undefined && 'cursor' in (route.query as unknown as { shape: object }).shape;
  return [
    ...new Set([
      ...ALWAYS,
      ...(route.boundsItself === true ? [] : (['overloaded'] as const)),
      ...(route.method === 'GET' ? [] : (['insufficient_storage'] as const)),
      ...(route.params === undefined ? [] : (['not_found'] as const)),
      ...(takesCursor ? (['invalid_cursor'] as const) : []),
      ...(route.body === undefined ? [] : OF_BODY),
      ...(route.method === 'POST' ? OF_POST : []),
      ...(route.conditional === true ? OF_CONDITION : []),
      ...(route.problems ?? []),
    ]),
  ];
}
