import type { Browser } from 'playwright-core';

export interface LongExecutionFigures {
  /** From the address to the first paint with content, in ms. */
  firstPaintMs: number;
  /** To its structure. */
  structureMs: number;
  /** Everything that came by then, sockets too, compressed where it was. */
  megabytes: number;
  /** While its events, and while what was said, scroll by for two seconds. */
  eventFrames: number;
  transcriptFrames: number;
}

const SCROLL_MS = 2_000;

/** Opens the page of an execution with very many steps and scrolls through its events. */
export async function measureLongExecution(browser: Browser, url: string): Promise<LongExecutionFigures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  let bytes = 0;
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    bytes += response.payloadData.length;
  });
  const start = Date.now();
  await page.goto(url);
  await page.getByText(/\d times/).waitFor();
  const structureMs = Date.now() - start;
  const firstPaintMs = await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
  const megabytes = Math.round(bytes / 10_000) / 100;
  await page.goto(`${url}?seq=1000`);
  await page
    .getByText(/Chapter 2\d\d\./)
    .first()
    .waitFor();
  const transcriptFrames = await page.evaluate<number>(scrollIn('[aria-label="Transcript"] [tabindex]'));
  await page.goto(`${url}?tab=events&seq=1`);
  await page.getByRole('button', { name: 'executionStarted' }).waitFor();
  const eventFrames = await page.evaluate<number>(scrollIn('[aria-label="Events"]'));
  await context.close();
  const toRate = (frames: number) => Math.round((frames * 1_000) / SCROLL_MS);
  return {
    firstPaintMs: Math.round(firstPaintMs),
    structureMs,
    megabytes,
    eventFrames: toRate(eventFrames),
    transcriptFrames: toRate(transcriptFrames),
  };
}

/** In the page: counts the frames drawn while it scrolls 100 px in each. */
const scrollIn = (selector: string) => `new Promise((resolve) => {
  const pane = document.querySelector(${JSON.stringify(selector)});
  const start = performance.now();
  let frames = 0;
  const draw = (now) => {
    if (now - start > ${SCROLL_MS}) return resolve(frames);
    frames += 1;
    pane.scrollTop += 100;
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
})`;
