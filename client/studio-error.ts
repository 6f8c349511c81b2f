import type { ProblemDetail } from '../contracts/problem';

/**
 * What a call that did not succeed throws. `code` is one of the API's stable codes, or `network_error` (no answer
 * came; `status` is 0) or `unexpected_answer` (an answer that is not the API's). `message` says what to do next.
 */
export class StudioError extends Error {
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Mistakes in the body, each placed by a JSON Pointer. */
  readonly errors: ProblemDetail[];
  readonly requestId?: string;
  /** Milliseconds the server asked to wait before the next try. */
  readonly retryAfterMs?: number;

  constructor(
    code: string,
    message: string,
    options: { status?: number; errors?: ProblemDetail[]; requestId?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'StudioError';
    this.code = code;
    this.status = options.status ?? 0;
    this.errors = options.errors ?? [];
    this.requestId = options.requestId;
    this.retryAfterMs = options.retryAfterMs;
  }
}
