import type { Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';

jest.setTimeout(120_000);

let scene: PageScene;

beforeAll(async () => {
  scene = await startPageScene([], { OPENAI_BASE_URL: undefined });
}, 120_000);

afterAll(() => scene?.end());

/** No request to another origin, nothing blocked by the page's policy, no error in the console. */
afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

/** Opens the Studio and clicks one thing on it; returns the id of the execution that this led to. */
async function clickFirst(button: string): Promise<{ page: Page; executionId: string }> {
  const page = await scene.open('/');
  await page.getByRole('region', { name: 'Things to try' }).getByRole('button', { name: button }).click();
  await page.waitForURL('**/executions/exe_*');
  return { page, executionId: new URL(page.url()).pathname.split('/').at(-1) ?? '' };
}
const completed = (page: Page) => page.getByRole('status').filter({ hasText: 'Completed' }).first().waitFor({ timeout: 60_000 });

test('a new Studio opens with a chat that runs, a request that waits, and says that a script speaks and how to set a key', async () => {
  const page = await scene.open('/');
  await page.getByRole('row', { name: 'Debate' }).filter({ hasText: 'Running' }).waitFor();
  await page.getByRole('row', { name: 'Press release' }).filter({ hasText: 'Waiting' }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByText('1 waiting').waitFor();
  const about = page.getByRole('complementary', { name: 'About the model' });
  await about.getByText('The scripted model is speaking.').waitFor();
  await about.getByText('Use a real model').click();
  await about.getByText('OPENAI_API_KEY=').waitFor();
  expect(await page.getByRole('region', { name: 'Things to try' }).getByRole('listitem').count()).toBe(3);
});

test('one click kills the worker in mid-sentence, and the page tells how the work went on', async () => {
  const before = scene.studio.pidOf('worker');
  const { page, executionId } = await clickFirst('Kill it and watch');
  const story = page.getByRole('region', { name: 'Kill the worker' });
  await story.getByText(`Worker ${before} was killed`).waitFor();
  await story.getByText(/It was answered and the work went on|Attempt \d+ is speaking|No call was lost/).waitFor({ timeout: 60_000 });
  await completed(page);
  const { name, usage } = await scene.client.executions.get(executionId);
  // Every call is paid for once, whatever the kill cost.
  expect({ name, calls: usage.calls }).toEqual({ name, calls: name === 'Debate' ? 9 : 4 });
  expect(scene.studio.pidOf('worker')).not.toBe(before);
});

test('one click decides what waits, and the execution ends', async () => {
  const asked = (await scene.client.approvals.list()).items;
  const { page, executionId } = await clickFirst('Approve it and watch');
  await completed(page);
  expect(asked.map((approval) => approval.executionId)).toEqual([executionId]);
  expect((await scene.client.approvals.list({ status: ['approved'] })).items).toMatchObject([{ executionId }]);
});

test('one click forks an execution, and the fork goes its own way beside its original', async () => {
  const { page, executionId } = await clickFirst('Fork it here');
  await page.getByText('Forked after superstep 1').waitFor();
  await completed(page);
  // The page shows the original's status too.
  expect(await scene.client.executions.result(executionId)).toMatchObject({ forkedFrom: { superstep: 1, kind: 'fork' } });
  await page.getByRole('link', { name: 'Compare them' }).click();
  await page.getByRole('table').first().waitFor();
});

test('when nothing runs any more, the same click starts it once more and kills the worker when it speaks', async () => {
  for (const { id, status } of (await scene.client.executions.list()).items)
    if (status === 'running') await scene.client.executions.result(id);
  const known = (await scene.client.executions.list()).items.map(({ id }) => id);
  const { page, executionId } = await clickFirst('Kill it and watch');
  expect(known).not.toContain(executionId);
  await page
    .getByRole('region', { name: 'Kill the worker' })
    .getByText(/It was answered and the work went on|Attempt \d+ is speaking/)
    .waitFor({ timeout: 60_000 });
  await scene.client.executions.cancel(executionId);
});
