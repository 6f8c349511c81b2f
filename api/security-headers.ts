import type { Request } from 'express';

/** For the Studio's own page, of which no part ever makes code or markup from a text: the browser refuses it. */
const NO_TEXT_BECOMES_CODE = { 'require-trusted-types-for': "'script'", 'trusted-types': "'none'" };

/**
 * What a page of ours may do: run no code but our own files, and connect only to this server. `strict` is for pages
 * without a library that writes markup itself.
 */
export function securityHeaders(request: Request, { strict }: { strict: boolean }): Record<string, string> {
  const host = request.headers.host ?? '';
  const policy = {
    'default-src': "'self'",
    'script-src': "'self'",
    'script-src-attr': "'none'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data:",
    'connect-src': `'self' ws://${host} wss://${host}`,
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-src': "'none'",
    'frame-ancestors': "'none'",
    ...(strict && NO_TEXT_BECOMES_CODE),
  };
  return {
    'Content-Security-Policy': Object.entries(policy)
      .map(([name, sources]) => `${name} ${sources}`)
      .join('; '),
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
