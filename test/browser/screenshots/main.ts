import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext } from 'playwright-core';
import { type Client, createClient } from '../../../client';
import { startBrowser } from '../../harness/browser';
import { SHOTS, type Shot } from './shots';

const USAGE = `Takes pictures of every page and state of a Studio that runs.
  node --import tsx test/browser/screenshots/main.ts --url http://127.0.0.1:3000 [--only execution,palette] [--to docs/screenshots]`;

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 780 } } as const;

async function takeAll(browser: Browser, url: string, folder: string, shots: readonly Shot[]): Promise<void> {
  const client = createClient({ url });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const context = await browser.newContext({ baseURL: url, colorScheme, viewport, reducedMotion: 'reduce' });
      for (const shot of shots) await take(context, client, shot, join(folder, `${shot.name}-${colorScheme}-${size}.jpg`));
      await context.close();
    }
  }
}

async function take(context: BrowserContext, client: Client, { name, path, prepare }: Shot, file: string): Promise<void> {
  const address = await path(client);
  if (address === null) {
    console.log(`${name}: the Studio has nothing to show it with`);
    return;
  }
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => console.log(`${name}: it goes on loading`));
  await prepare?.(page);
  await page.screenshot({ path: file, type: 'jpeg', quality: 75 });
  await page.close();
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, only: { type: 'string' }, to: { type: 'string', default: join('docs', 'screenshots') } },
  });
  if (values.url === undefined) throw new Error(USAGE);
  const only = values.only?.split(',');
  mkdirSync(values.to, { recursive: true });
  const browser = await startBrowser();
  try {
    await takeAll(
      browser,
      values.url,
      values.to,
      SHOTS.filter(({ name }) => only === undefined || only.includes(name)),
    );
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
