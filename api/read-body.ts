import express, { type Request, type RequestHandler } from 'express';
import { LIMIT } from '../contracts/constants';
import type { Json } from '../contracts/json';
import { Problem } from '../contracts/problem';
import { parseJson } from './parse-json';

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Reads a body's bytes: JSON by its content type (415 else), not compressed (415), at most 1 MiB (413). */
export const readBody: RequestHandler[] = [
  (request, _response, next) => {
    if (hasBody(request) && !JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      throw new Problem('unsupported_media_type', 'Send the body as application/json in UTF-8');
    }
    next();
  },
  express.raw({ type: () => true, limit: LIMIT.bodyBytes, inflate: false }),
];

/** The JSON that {@link readBody} read; undefined when the request has no body. */
export function bodyOf(request: Request): Json | undefined {
  return Buffer.isBuffer(request.body) && request.body.length > 0 ? parseJson(request.body) : undefined;
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
