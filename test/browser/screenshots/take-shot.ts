import { writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Scene } from './fill-studio';
import type { Shot } from './shots';

const QUALITY = 72;

/** How a picture is taken: the theme and the window in its file's name. */
export interface Look {
  colorScheme: 'light' | 'dark';
  size: 'wide' | 'narrow' | 'huge';
}

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 780 }, huge: { width: 3840, height: 2160 } };

export const LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { colorScheme, size: 'wide' as const },
  { colorScheme, size: 'narrow' as const },
]);

/** Opens the page in a window of its own, brings it to its state and keeps the picture, as WebP; returns its bytes. */
export async function takeShot(browser: Browser, url: string, shot: Shot, scene: Scene, look: Look, file: string): Promise<number> {
  const { colorScheme, size } = look;
  const context = await browser.newContext({ baseURL: url, colorScheme, viewport: SIZES[size], reducedMotion: 'reduce' });
  try {
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    await shot.before?.(page);
    await page.goto(shot.path(scene));
    await page.getByRole('main').waitFor();
    await shot.prepare?.(page);
    await settle(page);
    return await capture(page, file);
  } finally {
    await context.close();
  }
}

/** What is loaded when wanted comes a moment after what wants it: until nothing of the page moves for three pictures' time. */
async function settle(page: Page): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  let before = '';
  for (let same = 0, left = 40; same < 3 && left > 0; left--) {
    const now = await page.evaluate<string>('document.body.innerHTML.length + " " + document.body.scrollHeight');
    same = now === before ? same + 1 : 0;
    before = now;
    await page.waitForTimeout(150);
  }
}

/** Playwright itself makes no WebP, which is a third of a PNG. */
export async function capture(page: Page, file: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  const bytes = Buffer.from(data, 'base64');
  writeFileSync(file, bytes);
  return bytes.length;
}
