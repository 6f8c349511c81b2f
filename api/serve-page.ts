import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import sirv from 'sirv';
import { createRoomFilesReader } from './create-room-files-reader';
import { securityHeaders } from './security-headers';

const A_YEAR = 'public, max-age=31536000, immutable';

/**
 * The web page from a folder of built files, each as the build has compressed it where the client can read that; any address that a browser opens gets `index.html`, whose router knows
 * the rest. Without a build it says in one sentence how to make one.
 */
export function servePage(folder: string): RequestHandler {
  const index = join(folder, 'index.html');
  const readRoomFiles = createRoomFilesReader(folder);
  const router = Router();
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next('router');
    response.set(securityHeaders(request, { strict: true }));
    next();
  });
  // `dev`: files are looked up when they are asked for, so a build made meanwhile counts, and none at all is no error.
  const files = sirv(folder, { dev: true, etag: true, brotli: true, gzip: true, extensions: [], setHeaders: setCaching });
  router.use((request, response, next) => {
    if (request.path === '/' || request.path.includes('/.')) next();
    else files(request, response, next);
  });
  router.use((request, response, next) => {
    if (request.path.startsWith('/assets/') || !wantsPage(request)) return next();
    if (existsSync(index)) response.set({ 'Cache-Control': 'no-cache', ...toPreloads(readRoomFiles(request.path)) }).sendFile(index);
    else answerUnbuilt(response);
  });
  return router;
}

/** A file whose name has its hash never changes. */
function setCaching(response: ServerResponse, path: string): void {
  response.setHeader('Cache-Control', path.startsWith('/assets/') ? A_YEAR : 'no-cache');
}

/** The browser asks for these at once, and not when the page's entry has been read and run. */
function toPreloads(files: readonly string[]): { Link?: string } {
  return files.length === 0 ? {} : { Link: files.map((file) => `<${file}>; rel=modulepreload`).join(', ') };
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
