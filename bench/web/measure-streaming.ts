import type { Browser } from 'playwright-core';
import type { Client } from '../../client';

export interface StreamingFigures {
  /** Alive in the page after a collection, in megabytes, when streaming has begun and at its end. */
  heapBefore: number;
  heapAfter: number;
  /** Of the page's main thread, in ms, while it streamed. */
  longestTaskMs: number;
  /** From the terminal event's time until the page shows it, in ms. */
  endShownMs: number;
}

/** When so many repetitions are over the page has warmed up. */
const WARM = 100;

/**
 * In the page: the longest task, and when the tab first said that it is over. Asking the page for an element instead
 * would search all of it in each frame, and be what is measured.
 */
const OBSERVE = `
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
  }).observe({ type: 'longtask' });
  window.shownAt = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.title.includes('Completed: ')) return;
      observer.disconnect();
      resolve(Date.now());
    }).observe(document.head, { subtree: true, childList: true, characterData: true });
  });
  undefined;`;

/** Watches an execution that speaks `calls` times without a pause, which at reading speed would take hours. */
export async function measureStreaming(browser: Browser, url: string, client: Client, calls: number): Promise<StreamingFigures> {
  const agent = await client.agents.create({ name: 'Streamer' });
  const workflow = await client.workflows.create({
    name: 'Streaming',
    root: { id: 'talk', type: 'loop', body: { id: 'say', type: 'agent', agent: agent.id }, until: 'false', maxIterations: calls },
  });
  const { executionId } = await client.workflows.execute(workflow.id, 'The sea');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const readHeap = async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6;
    };
    await page.goto(`${url}/executions/${executionId}`);
    await page.evaluate(OBSERVE);
    for await (const item of client.executions.watch(executionId)) {
      if (item.type === 'event' && item.event.type === 'stepCompleted' && item.event.stepPath === `talk/say#${WARM}`) break;
    }
    // A collection is a long task of our own making.
    const longestBefore = await page.evaluate<number>('window.longest');
    const heapBefore = await readHeap();
    await page.evaluate('new Promise((resolve) => setTimeout(() => { window.longest = 0; resolve(); }, 200))');
    const shownAt = await page.evaluate<number>('window.shownAt');
    await page.getByRole('status').filter({ hasText: 'Completed' }).first().waitFor();
    const longestTaskMs = Math.max(longestBefore, await page.evaluate<number>('window.longest'));
    const { endedAt } = await client.executions.get(executionId);
    return { heapBefore, heapAfter: await readHeap(), longestTaskMs, endShownMs: shownAt - Date.parse(endedAt ?? '') };
  } finally {
    await context.close();
  }
}
