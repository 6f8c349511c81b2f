import { createHash } from 'node:crypto';
import type { RawRequest } from '../contracts/exchange';

/** The same for the same address and body. */
export function hashRequest({ url, body }: RawRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([url, body]))
    .digest('base64url');
}
