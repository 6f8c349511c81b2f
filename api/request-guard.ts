import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { Problem } from '../contracts/problem';

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Refuses requests that a foreign web page could have caused (DNS rebinding, cross-site requests): `Host` must be a
 * loopback name, and `Origin` absent or our own. Throws `forbidden_origin`.
 */
export function guardRequest(request: IncomingMessage): void {
  const host = request.headers.host ?? '';
  const address = `${request.socket instanceof TLSSocket ? 'https' : 'http'}://${host}`;
  // A port beyond 65535 is no address; reading it as one would throw where only a refusal is caught.
  if (!LOOPBACK_HOST.test(host) || !URL.canParse(address)) {
    throw new Problem('forbidden_origin', 'Without sign-in this server answers only on localhost, 127.0.0.1 and [::1]');
  }
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const own = new URL(address).origin;
  if (origin.toLowerCase() !== own) {
    throw new Problem('forbidden_origin', `Open the page at ${own}; requests from other origins are refused`);
  }
}
