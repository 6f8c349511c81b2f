import { APIConnectionError, APIError } from 'openai';
import type { RawRequest, RawResponse, TextlessResponse } from '../../../contracts/exchange';
import type { Json, JsonObject } from '../../../contracts/json';
import type { ModelRequest } from '../../../contracts/ports/model-provider';
import { cutText } from '../../../contracts/text';
import { toChatRequest } from './chat-request';

/** Response headers that are of use to people; all others, cookies among them, stay out. */
const SHOWN_HEADERS = /^(content-type|date|x-request-id|retry-after|retry-after-ms|openai-(processing-ms|version)|x-ratelimit-.*)$/;

const LONGEST_ERROR = 4_096;

/** What is sent for a request, without its key; `address` is where to, `baseUrl` what was configured. */
export function toRawRequest(
  request: ModelRequest,
  { address, baseUrl, callHeaders }: { address: string; baseUrl?: string; callHeaders: boolean },
): RawRequest {
  return {
    method: 'POST',
    url: toShownUrl(address),
    headers: { 'content-type': 'application/json', ...(callHeaders && toCallHeaders(request.call)) },
    body: toChatRequest(request, baseUrl) as unknown as Json,
  };
}

export function toCallHeaders(call: ModelRequest['call']): Record<string, string> {
  return { 'X-Agent-Studio-Call': `${call.executionId}/${call.callId}`, 'X-Agent-Studio-Attempt': String(call.attempt) };
}

/** Status and headers of a response. */
export function toHead({ status, headers }: Pick<Response, 'status' | 'headers'>): Pick<RawResponse, 'status' | 'headers'> {
  return { status, headers: Object.fromEntries([...headers].filter(([name]) => SHOWN_HEADERS.test(name))) };
}

/** The response that refused a request; undefined when there was none. */
export function toErrorResponse(error: unknown, apiKey: string | undefined): TextlessResponse | undefined {
  if (!(error instanceof APIError) || typeof error.status !== 'number' || error.headers === undefined) return undefined;
  return { ...toHead({ status: error.status, headers: error.headers }), body: toErrorBody(error, apiKey) };
}

/** What a stream said with which it broke off, if it did. */
export function toBrokenOff(error: unknown, apiKey: string | undefined): JsonObject {
  return error instanceof APIError && !(error instanceof APIConnectionError) ? toErrorBody(error, apiKey) : {};
}

/** A provider's words on a failure, bounded and without keys, which servers quote. */
export function toShownError(body: Json, apiKey: string | undefined): Json {
  return JSON.parse(
    JSON.stringify(body, (_key, value: Json) => (typeof value === 'string' ? cutText(withoutKeys(value, apiKey), LONGEST_ERROR) : value)),
  );
}

/** The body as it was; one that was no JSON as the text of its error. */
function toErrorBody({ error, message }: APIError, apiKey: string | undefined): JsonObject {
  return { error: toShownError((error ?? message) as Json, apiKey) };
}

function withoutKeys(text: string, apiKey: string | undefined): string {
  const without = apiKey === undefined || apiKey === '' ? text : text.replaceAll(apiKey, '…');
  return without.replace(/\b(sk|pk|rk|key)-[\w*-]{4,}|\bBearer\s+\S+/gi, '…');
}

/** An address may hold a name and a password. */
function toShownUrl(address: string): string {
  const { origin, pathname } = new URL(`${address.replace(/\/+$/, '')}/chat/completions`);
  return `${origin}${pathname}`;
}
