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
  const repetitions = page.getByRole('region', { name: 'Repetitions of report/items/write' });
  await repetitions.getByRole('link', { name: '#1', exact: true }).waitFor();
  await repetitions.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
  await repetitions
    .getByRole('link', { name: /^#25\d{3}$/ })
    .first()
    .click();
  await page
    .getByRole('region', { name: 'Events' })
    .getByText(/report\/items\/write#25\d{3}/)
    .first()
    .waitFor();
  await page.goto(`/executions/${LONG_ID}?tab=events&seq=${events}`);
  await page.getByRole('button', { name: 'executionEnded' }).waitFor();
  await page.goto(`/executions/${LONG_ID}?tab=history`);
  await page.getByRole('button', { name: 'report/items/write#1', exact: false }).first().waitFor();
});
