import type { Page } from 'playwright-core';
import { seedExecutions, seededId } from '../../bench/api/seed-executions';
import { type PageScene, startPageScene } from '../browser/page-scene';
import { readShown } from '../browser/read-shown';

jest.setTimeout(180_000);

const ROWS = 100_000;
const BRANCHES = ['a', 'b', 'c', 'd'];
const WORDS = 500;
const word = (branch: string) => (_: unknown, index: number) => `${branch}${index + 1}`;

let scene: PageScene;

beforeAll(async () => {
  scene = await startPageScene([
    // Four at once, a word every 20 ms each: 200 updates a second.
    ...BRANCHES.map((branch) => ({
      when: { callIncludes: `flood/${branch}` },
      behaviour: { text: Array.from({ length: WORDS }, word(branch)).join(' '), tokenDelayMs: 20 },
    })),
  ]);
  await seedExecutions(scene.studio.dataFolder, ROWS);
}, 180_000);

afterAll(() => scene?.end());

afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

const list = (page: Page) => page.getByRole('region', { name: 'Executions, newest first' });

/** The names and places of the rows in sight, as a reader has them before the eyes. */
const readRows = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const pane = document.querySelector('[aria-label="Executions, newest first"]').getBoundingClientRect();
    return [...document.querySelectorAll('tbody tr:not([aria-hidden])')].flatMap((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > pane.top && top < pane.bottom ? [Math.round(top) + ' ' + row.querySelector('a').title] : [];
    });
  })()`);

async function startOne(): Promise<string> {
  const agent = await scene.client.agents.create({ name: `Live ${Date.now()}` });
  const workflow = await scene.client.workflows.create({ name: `Live ${Date.now()}`, root: { id: 'one', type: 'agent', agent: agent.id } });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'go');
  await scene.client.executions.result(executionId);
  return executionId;
}

test('of 100,000 executions those in sight are drawn and read; a new one moves none of them, and the address has the filter', async () => {
  const page = await scene.open('/executions');
  await list(page).getByRole('row').nth(5).waitFor();
  await list(page).hover();
  while (Number((await list(page).locator('tbody tr:not([aria-hidden])').last().getAttribute('aria-rowindex')) ?? 0) < 600) {
    await page.mouse.wheel(0, 4_000);
  }
  expect(await list(page).locator('tbody tr').count()).toBeLessThan(80);

  const before = await readRows(page);
  expect(before.length).toBeGreaterThan(3);
  const started = await startOne();
  await page.getByRole('button', { name: '1 new execution' }).waitFor();
  expect(await readRows(page)).toEqual(before);
  await page.getByRole('button', { name: '1 new execution' }).click();
  await list(page).locator(`a[href="/executions/${started}"]`).waitFor();

  await page.getByRole('link', { name: 'Failed', exact: true }).click();
  await page.waitForURL(/status=failed/);
  await page.reload();
  await list(page).getByText('provider_error').nth(5).waitFor();
  expect(await list(page).getByText('Completed').count()).toBe(0);
  await page.goBack();
  await list(page).getByText('Completed').first().waitFor();
});

test('the palette finds executions of any age, by id and by status', async () => {
  const page = await scene.open('/executions');
  await list(page).getByRole('row').nth(5).waitFor();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog').getByRole('combobox');
  await search.fill('failed');
  await page
    .getByRole('option', { name: /^Bench.*Failed/ })
    .first()
    .waitFor();
  await search.fill('no such thing');
  await page.getByText('executions of any age by their id').waitFor();
  await search.fill(seededId(1));
  await page.locator(`[role="option"][data-value="Executions ${seededId(1)}"]`).click();
  await page.waitForURL(new RegExp(seededId(1)));
});

test('200 updates a second leave the page responsive, and every word of them is there at the end', async () => {
  const agent = await scene.client.agents.create({ name: 'Flood' });
  const branches = BRANCHES.map((id) => ({ id, type: 'agent' as const, agent: agent.id }));
  const workflow = await scene.client.workflows.create({ name: 'Flood', root: { id: 'flood', type: 'concurrent', branches } });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'go');
  const page = await scene.open(`/executions/${executionId}`);
  const transcript = page.getByRole('region', { name: 'Transcript' });
  for (const branch of BRANCHES) await transcript.getByText(`${branch}20 `).waitFor();
  // Clicks take effect while text keeps coming.
  for (const tab of ['Timeline', 'Events', 'Transcript', 'Timeline', 'Transcript']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tabpanel', { name: tab }).getByRole('region').first().waitFor();
  }
  expect((await scene.client.executions.get(executionId)).status).toBe('running');
  await page.getByRole('status').filter({ hasText: 'Completed' }).first().waitFor({ timeout: 60_000 });
  for (const branch of BRANCHES) {
    const shown = await readShown(page.getByRole('region', { name: `Step flood/${branch}` }));
    expect(shown.match(new RegExp(`\\b${branch}\\d+`, 'g'))).toEqual(Array.from({ length: WORDS }, word(branch)));
  }
});
