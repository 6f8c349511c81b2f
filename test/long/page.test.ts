import type { Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';
import { LONG_ID, seedLongExecution } from '../browser/seed-long-execution';

jest.setTimeout(180_000);

/** What a text may not do: run, load, or lead somewhere without saying so. */
const NASTY = [
  '<img src=x onerror="document.title=1"><script>document.title=1</script><svg onload="document.title=1"></svg>',
  '![tracker](https://evil.example/pixel.png) ![ref][pixel]',
  '[click](javascript:document.title=1) [data](data:text/html,<script>alert(1)</script>) [ours](/api/v1/agents)',
  '<https://evil.example/auto> [friendly](https://evil.example/phish)',
  '<style>body{display:none}</style><iframe src="https://evil.example"></iframe><base href="https://evil.example">',
  '[pixel]: https://evil.example/ref.png',
  'the end of it',
].join('\n\n');

let scene: PageScene;

beforeAll(async () => {
  scene = await startPageScene([
    { when: { callIncludes: 'nasty' }, behaviour: { text: NASTY, toolCalls: [{ tool: 'text_statistics', arguments: { text: NASTY } }] } },
  ]);
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

const transcript = (page: Page) => page.getByRole('region', { name: 'Transcript' });

test('texts run nothing, load nothing and lead nowhere unmarked, wherever they show', async () => {
  const name = NASTY.slice(0, 140).replaceAll('\n', ' ');
  const agent = await scene.client.agents.create({ name, description: NASTY, instructions: NASTY, tools: ['text_statistics'] });
  const root = { id: 'nasty', name, type: 'agent' as const, agent: agent.id };
  const workflow = await scene.client.workflows.create({ name, description: NASTY, root });
  const { executionId } = await scene.client.workflows.execute(workflow.id, NASTY);
  await scene.client.executions.result(executionId);

  const page = await scene.open(`/executions/${executionId}`);
  const links = transcript(page).locator('a[href*="evil.example"]');
  await links.last().waitFor();
  expect(await transcript(page).locator('img, script, iframe, style, svg[onload], [onerror]').count()).toBe(0);
  for (const link of await links.all()) {
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await link.textContent()).toContain('leads to evil.example');
  }
  expect(await transcript(page).locator('a[href^="javascript:"], a[href^="data:"], a[href="/api/v1/agents"]').count()).toBe(0);
  await transcript(page).getByText('text_statistics').first().click();
  const call = encodeURIComponent('nasty:m1');
  for (const path of [`/executions/${executionId}?call=${call}`, '?tab=graph', '?tab=timeline', '?tab=events&seq=3', '?tab=files']) {
    await page.goto(path.startsWith('/') ? path : `/executions/${executionId}${path}`);
    await page.getByRole('heading', { level: 1, name: 'onerror' }).waitFor();
    expect(await page.title()).toContain('Agent Studio');
  }
  for (const path of ['/executions', '/workflows', `/workflows/${workflow.id}`, '/agents', `/agents/${agent.id}`]) {
    await page.goto(path);
    await page.getByText('onerror').filter({ visible: true }).first().waitFor();
    expect(await page.title()).toContain('Agent Studio');
  }
});
