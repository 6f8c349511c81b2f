import type { ProblemDetail } from '../contracts/problem';

interface StudioErrorOptions {
  status?: number;
  errors?: ProblemDetail[];
  requestId?: string;
  more?: Record<string, unknown>;
  retryAfterMs?: number;
  cause?: unknown;
}

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
  /** Further members of the answer, such as `workflows` of an `in_use`; what they are depends on the code. */
  readonly more: Readonly<Record<string, unknown>>;
  /** Milliseconds the server asked to wait before the next try. */
  readonly retryAfterMs?: number;

  constructor(code: string, message: string, options: StudioErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'StudioError';
    this.code = code;
    this.status = options.status ?? 0;
    this.errors = options.errors ?? [];
    this.requestId = options.requestId;
    this.more = options.more ?? {};
    this.retryAfterMs = options.retryAfterMs;
  }
}
