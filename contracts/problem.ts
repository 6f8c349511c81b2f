/** The one table of error codes: HTTP status and title of each. Codes are stable; texts may change. */
export const PROBLEMS = {
  invalid_request: [400, 'The request is not valid HTTP'],
  invalid_body: [400, 'The body is not valid'],
  invalid_json: [400, 'The body is not valid JSON'],
  invalid_query: [400, 'A query parameter is not valid'],
  invalid_cursor: [400, 'The cursor is not valid'],
  invalid_definition: [400, 'The definition cannot run'],
  invalid_input: [400, "The input does not fit the workflow's inputSchema"],
  invalid_idempotency_key: [400, 'The Idempotency-Key is not valid'],
  invalid_if_match: [400, 'The If-Match header is not valid'],
  definition_too_deep: [400, 'The definition is nested too deeply'],
  definition_too_large: [400, 'The definition has too many steps'],
  workflow_cycle: [400, 'The workflow would run itself'],
  unknown_field: [400, 'The body has an unknown field'],
  unauthenticated: [401, 'Sign in first'],
  forbidden: [403, 'Not allowed'],
  forbidden_origin: [403, 'Host or Origin is not allowed'],
  not_found: [404, 'Not found'],
  no_execution: [404, 'The workflow has no execution'],
  no_view: [404, 'The execution has no such model call'],
  no_exchange: [404, 'The execution has no such attempt of a model call'],
  method_not_allowed: [405, 'Method not allowed'],
  request_timeout: [408, 'The request took too long to arrive'],
  invalid_superstep: [400, 'The execution has not closed this superstep'],
  invalid_edit: [400, 'The edits cannot be made'],
  not_retryable: [409, 'The execution cannot be retried'],
  execution_ended: [409, 'The execution has ended'],
  event_not_expected: [409, 'No step of the execution waits for this event'],
  no_running_chat: [409, 'No chat of the execution can take the message'],
  too_many_letters: [409, 'Too many wait already'],
  execution_not_ended: [409, 'The execution has not ended'],
  already_decided: [409, 'The approval was decided before'],
  approval_changed: [409, 'The approval is for another call'],
  in_use: [409, 'Still in use'],
  name_taken: [409, 'The name is taken'],
  idempotency_in_progress: [409, 'The first request with this Idempotency-Key is still running'],
  approval_expired: [410, 'Nothing waits for this decision any more'],
  gone: [410, 'Gone'],
  precondition_failed: [412, 'The revision has changed'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body must be application/json'],
  budget_needs_price: [422, 'The budget needs prices and output limits'],
  idempotency_conflict: [422, 'The Idempotency-Key was used with another body'],
  tool_failed: [422, 'The tool failed'],
  precondition_required: [428, 'If-Match is required'],
  rate_limited: [429, 'Too many requests'],
  headers_too_large: [431, 'The headers are too large'],
  internal_error: [500, 'Internal error'],
  engine_unavailable: [503, 'The workflow engine is not reachable'],
  overloaded: [503, 'The answer took too long'],
  store_unavailable: [503, 'The store is not reachable'],
  insufficient_storage: [507, 'The disk is full'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One mistake inside a body: `path` is a JSON Pointer (RFC 6901) into it. */
export interface ProblemDetail {
  path: string;
  code: string;
  message: string;
}

/** An error that the API answers with problem details (RFC 9457). `detail` says what to do next. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors?: ProblemDetail[];
  readonly headers: Record<string, string>;
  /** Further members of the answer, such as `executions` of an `in_use`. */
  readonly extra: Record<string, unknown>;

  constructor(
    code: ProblemCode,
    detail: string,
    options: {
      errors?: ProblemDetail[];
      headers?: Record<string, string>;
      extra?: Record<string, unknown>;
      cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}
