import type { Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';
import { LONG_ID, seedLongExecution } from '../browser/seed-long-execution';

jest.setTimeout(180_000);

let scene: PageScene;

beforeAll(async () => {
  scene = await startPageScene([]);
}, 180_000);

afterAll(() => scene?.end());

/** Whatever a test does: no request to another origin, nothing blocked by the page's policy, no error in the console. */
afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

/** A paragraph of the transcript is drawn, and where a reader sees it. */
async function expectInSight(page: Page, text: string): Promise<void> {
  const seen = await page.evaluate<boolean>(`new Promise((resolve) => {
    const until = performance.now() + 20_000;
    const look = () => {
      const pane = document.querySelector('[aria-label="Transcript"] > div')?.getBoundingClientRect();
      const seen = [...document.querySelectorAll('[aria-label="Transcript"] p')].some((paragraph) => {
        const { top, bottom } = paragraph.getBoundingClientRect();
        return paragraph.textContent.includes(${JSON.stringify(text)}) && bottom > pane.top && top < pane.bottom;
      });
      if (seen || performance.now() > until) resolve(seen);
      else requestAnimationFrame(look);
    };
    look();
  })`);
  expect([text, seen]).toEqual([text, true]);
}

const STEPS = 50_000;

test('an execution of 50,000 steps opens with its structure alone, and every part of it can be reached', async () => {
  const workflow = (await scene.client.workflows.list()).items.find(({ root }) => root.type === 'sequential');
  const { executionId } = await scene.client.workflows.execute(workflow?.id ?? '', { topic: 'length' });
  await scene.client.executions.result(executionId);
  const events = seedLongExecution(scene.studio.dataFolder, executionId, STEPS);

  const page = await scene.open('about:blank');
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    bytes += response.payloadData.length;
  });
  await page.goto(`/executions/${LONG_ID}`);
  await page.getByText('50,000 times').waitFor();
  await page.getByText('This execution is long').waitFor();
  await page.getByRole('status').filter({ hasText: 'Completed' }).first().waitFor();
  await page.getByText('Chapter 50000.').waitFor();
  expect(bytes).toBeLessThan(5_000_000);
  expect(await page.locator('*').count()).toBeLessThan(20_000);

  await page.getByRole('button', { name: 'Open report/items/write' }).click();
  const lines = page.getByRole('region', { name: 'Steps, line by line' });
  await lines.getByRole('link', { name: '#1', exact: true }).waitFor();
  await lines.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
  const middle = lines.getByRole('link', { name: /^#25\d{3}$/ }).first();
  const number = (await middle.textContent())?.slice(1);
  await middle.click();
  await expectInSight(page, `Chapter ${number}.`);
  // A link to a step, a superstep and an event lead there, however far back; the address can be shared.
  await page.reload();
  await expectInSight(page, `Chapter ${number}.`);
  await lines.getByRole('button', { name: 'Open report/items/write' }).click();
  await lines.getByRole('spinbutton').fill('4711');
  await page.keyboard.press('Enter');
  await expectInSight(page, 'Chapter 4711.');
  const jump = page.getByRole('form', { name: 'Go to a place in it' });
  await jump.getByRole('spinbutton').fill('31415');
  await jump.getByRole('button', { name: 'Go' }).click();
  await expectInSight(page, 'Chapter 31416.');
  await jump.getByRole('spinbutton').fill('60000');
  await jump.getByRole('button', { name: 'Go' }).click();
  await jump.getByText('There is no superstep 60,000.').waitFor();
  await page.goto(`/executions/${LONG_ID}?seq=6`);
  await expectInSight(page, 'Chapter 2.');
  await page.getByRole('button', { name: 'To the end' }).click();
  await expectInSight(page, 'Completed');
  expect(await page.locator('*').count()).toBeLessThan(20_000);
  await page.goto(`/executions/${LONG_ID}?tab=timeline`);
  await page.getByRole('img', { name: 'report/items/write: 50,000 times' }).waitFor();
  // What was tried again far back, the pause before that, and what came of it.
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('button', { name: 'Open report/items/write' }).click();
  await timeline.getByRole('link', { name: 'write#1, model call 1: failed, 1.0 s' }).waitFor();
  await timeline.getByRole('link', { name: 'write#1, waits after http_503: pause, 1.0 s' }).waitFor();
  await timeline.getByRole('link', { name: 'write#1, model call 1, attempt 2: answered, 1.0 s' }).click();
  const call = page.getByRole('complementary', { name: 'Call' });
  await call.getByRole('region', { name: 'Answered by Writer' }).getByText('Chapter 1.').waitFor();
  await page.goto(`/executions/${LONG_ID}?tab=events&seq=${events}`);
  await page.getByRole('button', { name: 'executionEnded' }).waitFor();
  await page.goto(`/executions/${LONG_ID}?tab=history`);
  await page.getByRole('button', { name: 'report/items/write#1', exact: false }).first().waitFor();
});
