import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { securityHeaders } from './security-headers';

const A_YEAR = 'public, max-age=31536000, immutable';

/**
 * The web page from a folder of built files; any address that a browser opens gets `index.html`, whose router knows
 * the rest. Without a build it says in one sentence how to make one.
 */
export function servePage(folder: string): RequestHandler {
  const index = join(folder, 'index.html');
  const router = Router();
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next('router');
    response.set(securityHeaders(request));
    next();
  });
  router.use('/assets', express.static(join(folder, 'assets'), { index: false, setHeaders: setCaching(A_YEAR) }));
  router.use(express.static(folder, { index: false, setHeaders: setCaching('no-cache') }));
  router.use((request, response, next) => {
    if (request.path.startsWith('/assets/') || !wantsPage(request)) return next();
    if (existsSync(index)) response.set('Cache-Control', 'no-cache').sendFile(index);
    else answerUnbuilt(response);
  });
  return router;
}

function setCaching(value: string): (response: Response) => void {
  return (response) => {
    response.set('Cache-Control', value);
  };
}

/** A program that asks for an address of no endpoint should learn that, not get a page. */
function wantsPage(request: Request): boolean {
  return request.path === '/' || request.accepts(['json', 'html']) === 'html';
}

function answerUnbuilt(response: Response): void {
  response
    .status(200)
    .type('text/plain')
    .set('Cache-Control', 'no-store')
    .send('Agent Studio is running. The page is not built yet: run "npm run build" in the project folder, then load this again.\n');
}
