import type { ProblemDetail } from '../contracts/problem';
import { StudioError } from './studio-error';

interface ProblemBody {
  type?: string;
  status?: number;
  code?: string;
  title?: string;
  detail?: string;
  errors?: ProblemDetail[];
  requestId?: string;
}

/** The error that an answer which is not a success stands for. */
export async function toStudioError(response: Response): Promise<StudioError> {
  const retryAfterMs = fromRetryAfter(response.headers.get('retry-after'), Date.now());
  const body = toProblemBody(await response.text());
  if (body?.code === undefined) {
    return new StudioError('unexpected_answer', `The server answered ${response.status} ${response.statusText}`.trim(), {
      status: response.status,
      retryAfterMs,
    });
  }
  const { code, title, detail = title, errors, requestId, type: _type, status: _status, ...more } = body;
  return new StudioError(body.code, detail ?? body.code, { status: response.status, errors, requestId, more, retryAfterMs });
}

function toProblemBody(text: string): ProblemBody | null {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as ProblemBody) : null;
  } catch {
    // A proxy's page, or nothing: the status has to do.
    return null;
  }
}

/** Milliseconds that a `Retry-After` header (seconds or an HTTP date) asks for; undefined when there is none. */
export function fromRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
