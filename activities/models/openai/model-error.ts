import { APIConnectionError, APIError } from 'openai';
import { ModelError } from '../../../contracts/ports/model-provider';
import { toRetryAfterMs } from './retry-after';

/*
 * A provider's own words may quote a key or a prompt, so no message here repeats them and no error carries them as
 * its cause: only codes go on.
 */

/** Causes of `fetch` after which surely nothing was sent. */
const NOT_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

/** Kinds of error events that the same request would meet again. */
const HOPELESS =
  /^(insufficient_quota|billing_.*|invalid_.*|authentication_.*|permission_.*|not_found.*|model_not_found|context_length_exceeded|content_.*|unsupported_.*|.*_not_supported)$/;

/** The failure of a request that got no stream; `now` is in milliseconds since 1970. */
export function toModelError(error: unknown, now: number): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof APIError && typeof error.status === 'number') return toHttpError(error, error.status, now);
  const reason = toReason(error);
  return new ModelError(
    'connection_failed',
    `The model server could not be reached or hung up${reason && ` (${reason})`}: check its address`,
    {
      retryable: true,
      mayBePaid: !NOT_SENT.test(reason),
    },
  );
}

/** The failure of a stream that had begun; `undefined` when it only ended too soon. */
export function toStreamError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof APIError && !(error instanceof APIConnectionError)) return toEventFailure(error.error);
  if (error instanceof SyntaxError) {
    return new ModelError('invalid_response', 'The model server sent a chunk that is not JSON', { retryable: true, mayBePaid: true });
  }
  return new ModelError('stream_cut', "The model's stream ended before its answer did", { retryable: true, mayBePaid: true });
}

/** The failure that a chunk tells of instead of a piece of the answer; undefined for an ordinary chunk. */
export function toEventError(chunk: unknown): ModelError | undefined {
  if (typeof chunk !== 'object' || chunk === null) return toStreamError(new SyntaxError());
  const event = chunk as Record<string, unknown>;
  if (Array.isArray(event.choices)) {
    const reason = (event.choices[0] as { finish_reason?: unknown } | undefined)?.finish_reason;
    return reason === 'error' ? toEventFailure({ code: 'stream_error' }) : undefined;
  }
  return typeof event.message === 'string' ? toEventFailure(event) : undefined;
}

function toHttpError(error: APIError, status: number, now: number): ModelError {
  const code = toCode(error.code) ?? toCode(error.type);
  const outOfQuota = error.code === 'insufficient_quota' || error.type === 'insufficient_quota';
  const said = `The model server answered ${status}${code === undefined ? '' : ` (${code})`}`;
  if (outOfQuota) {
    return new ModelError('insufficient_quota', `${said}: the account has no quota left; check plan and billing`, {
      retryable: false,
      mayBePaid: false,
    });
  }
  return new ModelError(`http_${status}`, `${said}: ${toAdvice(status)}`, {
    retryable: isRetryable(status),
    mayBePaid: false,
    retryAfterMs: toRetryAfterMs(error.headers, now),
  });
}

function toEventFailure(details: unknown): ModelError {
  const { code, type } = typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {};
  const status = toStatus(code);
  const name = status === undefined ? (toCode(code) ?? toCode(type) ?? 'stream_error') : `http_${status}`;
  const hopeless = [code, type].some((word) => typeof word === 'string' && HOPELESS.test(word));
  return new ModelError(name, `The model server broke its stream off with an error (${name})`, {
    retryable: !hopeless && (status === undefined || isRetryable(status)),
    mayBePaid: true,
  });
}

function isRetryable(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

function toAdvice(status: number): string {
  if (status === 401 || status === 403) return 'check OPENAI_API_KEY';
  if (status === 404) return "check the model's name and OPENAI_BASE_URL";
  if (status === 429) return 'too many requests';
  return isRetryable(status) ? 'it may work later' : "check the agent's model, instructions and tools";
}

/** Some servers put an HTTP status where a code belongs. */
function toStatus(code: unknown): number | undefined {
  const status = Number(code);
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : undefined;
}

/** Only what looks like a code: a word in snake case, which no key is. */
function toCode(code: unknown): string | undefined {
  return typeof code === 'string' && /^[a-z][a-z_]{0,63}$/.test(code) ? code : undefined;
}

/** The system's code of a failed connection, from wherever in the chain of causes it stands. */
function toReason(error: unknown): string {
  for (let cause = error; typeof cause === 'object' && cause !== null; cause = (cause as { cause?: unknown }).cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
  }
  return '';
}
