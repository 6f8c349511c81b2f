import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';

/** What a first visit loads. */
export interface FirstLoad {
  scripts: number;
  /** Kilobytes of JavaScript, compressed with gzip; the server itself sends it as it is. */
  scriptKilobytes: number;
}

/** Opens an address with an empty cache and adds up the JavaScript that comes until nothing more does. */
export async function measureFirstLoad(browser: Browser, url: string): Promise<FirstLoad> {
  const context = await browser.newContext();
  const bodies: Promise<Buffer>[] = [];
  context.on('response', (response) => {
    if (/\.js$/.test(new URL(response.url()).pathname)) bodies.push(response.body());
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  await context.close();
  return { scripts: sizes.length, scriptKilobytes: Math.round(sizes.reduce((sum, size) => sum + size, 0) / 100) / 10 };
}
