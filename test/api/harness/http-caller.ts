import { request } from 'node:http';

interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed text, or undefined when it is not JSON. */
  body: { [key: string]: unknown };
}

export interface HttpOptions {
  /** Sent as JSON; or as it is with `raw`. */
  body?: unknown;
  raw?: Buffer | string;
  /** Undefined takes a default header away. */
  headers?: Record<string, string | undefined>;
  /** Send the body in chunks, without a length. */
  chunked?: boolean;
}

/** Plain HTTP, so that a test can send what a proper client never would. */
export function createHttpCaller(url: string) {
  return (method: string, path: string, options: HttpOptions = {}): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const payload = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
      const headers: Record<string, string | undefined> = {
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(payload === undefined || options.chunked === true ? {} : { 'content-length': String(Buffer.byteLength(payload)) }),
        ...options.headers,
      };
      const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<string, string>;
      const sent = request(`${url}${path}`, { method, headers: given, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parse(text) });
        });
      });
      sent.on('error', reject);
      if (payload === undefined) sent.end();
      else if (options.chunked === true) {
        const bytes = Buffer.from(payload);
        for (let at = 0; at < bytes.length; at += 64 * 1024) sent.write(bytes.subarray(at, at + 64 * 1024));
        sent.end();
      } else sent.end(payload);
    });
}

function parse(text: string): HttpAnswer['body'] {
  try {
    return JSON.parse(text) as HttpAnswer['body'];
  } catch {
    // A page or an empty answer.
    return undefined as never;
  }
}
