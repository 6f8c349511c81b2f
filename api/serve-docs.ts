import { dirname, join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import type { ApiDependencies } from './dependencies';
import { createDocument } from './openapi/create-document';
import { refuseMethod } from './refuse-method';
import { securityHeaders } from './security-headers';

const VIEWER = dirname(require.resolve('swagger-ui-dist/package.json'));
const VIEWER_FILES = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'];

/** The OpenAPI document at `/openapi.json`, and Swagger UI with it at `/docs`; all from this server. */
export function serveDocs({ studio, killWorker }: Pick<ApiDependencies, 'studio' | 'killWorker'>): RequestHandler {
  let document: string | undefined;
  const router = Router({ strict: true });
  router.get('/openapi.json', (_request, response) => {
    document ??= JSON.stringify(createDocument({ version: studio().version, development: killWorker !== undefined }));
    response.set('Cache-Control', 'no-cache').type('application/json').send(document);
  });
  router.get('/docs', (request, response) => {
    response
      .set(securityHeaders(request, { strict: false }))
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(PAGE);
  });
  for (const path of ['/openapi.json', '/docs']) router.all(path, refuseMethod(['GET']));
  router.get('/docs/start.js', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('js').send(START);
  });
  for (const file of VIEWER_FILES) {
    router.get(`/docs/${file}`, (_request, response) => response.set('Cache-Control', 'public, max-age=3600').sendFile(join(VIEWER, file)));
  }
  return router;
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Agent Studio API</title>
    <link rel="icon" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <main id="docs"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

/** A file of its own, for the page may run no inline code. */
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null, tryItOutEnabled: true });
`;
