import type { Browser } from 'playwright-core';
import { type Client, hasEnded } from '../../../client';
import { capture } from './take-shot';

const TRIES = 5;

/** The picture that the README begins with: a worker that was killed in mid-sentence, and the attempt after it. */
export async function takeKillPicture(browser: Browser, url: string, client: Client, file: string): Promise<number> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  const { items } = await client.workflows.list({ limit: 200 });
  const debate = items.find(({ name }) => name === 'Debate');
  try {
    for (let left = TRIES; left > 0; left--) {
      const { executionId } = await client.workflows.execute(debate?.id ?? '', { topic: 'Lighthouses should be open to visitors' });
      const page = await context.newPage();
      await page.goto(`/executions/${executionId}`);
      // In the middle of the second speaker's words.
      await page.getByText('opponent').nth(1).waitFor();
      await page.getByRole('button', { name: 'Kill the worker' }).click();
      const speaks = page.getByText(/Attempt \d+ is speaking/);
      const other = page.getByText(/No call was lost|It was answered/);
      await speaks.or(other).first().waitFor({ timeout: 60_000 });
      const bytes = (await speaks.isVisible()) ? await capture(page, file) : 0;
      if (!hasEnded((await client.executions.get(executionId)).status)) await client.executions.cancel(executionId);
      await page.close();
      if (bytes > 0) return bytes;
    }
  } finally {
    await context.close();
  }
  throw new Error(`In ${TRIES} tries no kill met a call`);
}
