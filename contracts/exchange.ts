import { z } from 'zod';
import type { Json } from './json';
import { fromJsonPointer } from './json-pointer';

const headers = z.record(z.string(), z.string());

/** What a provider was sent, in its own protocol, without its secrets. */
export const rawRequest = z.object({
  /** Absent of a provider that is not reached over HTTP. */
  method: z.string().optional(),
  url: z.string().optional(),
  headers: headers.optional(),
  body: z.json(),
});

/** What a provider answered, in its own protocol: a stream is put together to one body. */
export const rawResponse = z.object({
  /** The HTTP status. */
  status: z.int().optional(),
  /** Those that are of use; never a cookie. */
  headers: headers.optional(),
  /** Absent when none had come. */
  body: z.json().optional(),
  /** Long texts in it are cut, or it is left out. */
  truncated: z.literal(true).optional(),
});

/** One attempt of a model call as its provider's protocol had it. */
export const exchange = z.object({
  callId: z.string(),
  attempt: z.int(),
  /** `<provider>/<name>`. */
  model: z.string(),
  /** Null when this build does not know it any more: another provider, or an attempt of before 0.3.0. */
  request: rawRequest
    .extend({
      /** It is what was sent, byte for byte. False: it was made anew and differs. Absent while nothing is known of the attempt's end. */
      exact: z.boolean().optional(),
    })
    .nullable(),
  /** Null when there was none, or nobody lived to write it down. */
  response: rawResponse.nullable(),
});

export type RawRequest = z.infer<typeof rawRequest>;
export type RawResponse = z.infer<typeof rawResponse>;
export type Exchange = z.infer<typeof exchange>;

/** A response whose answer's text is kept elsewhere, once. */
export interface TextlessResponse extends RawResponse {
  /** Where in the body the text belongs (JSON Pointer); absent when it has none. */
  textAt?: string;
}

/** The response with the answer's text in its place. */
export function withText({ textAt, ...response }: TextlessResponse, text: string): RawResponse {
  if (textAt === undefined || response.body === undefined || text === '') return response;
  return { ...response, body: put(response.body, fromJsonPointer(textAt), text) };
}

function put(value: Json, [key, ...rest]: string[], text: string): Json {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? put(item, rest, text) : item));
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, [key]: put(value[key] ?? null, rest, text) };
}
