import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';

jest.setTimeout(300_000);

let scene: PageScene;
let debate: string;

beforeAll(async () => {
  scene = await startPageScene([]);
  const executions = (await scene.client.executions.list()).items;
  debate = executions.find(({ name }) => name === 'Debate')?.id ?? '';
  await scene.client.executions.result(debate);
}, 180_000);

afterAll(() => scene?.end());

afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

const list = async (page: Page) => page.getByRole('row', { name: 'Debate' }).waitFor();
const tab = (id: string) => `/executions/:debate?tab=${id}`;

/** Every page and state, and what shows that it is there. */
const PAGES: readonly (readonly [path: string, ready: (page: Page) => Promise<unknown>])[] = [
  ['/executions', list],
  ['/executions?status=budget_exhausted', (page) => page.getByText('No execution fits').waitFor()],
  ['/executions/:debate', (page) => page.getByText('to').first().waitFor()],
  [tab('graph'), (page) => page.locator('.react-flow__node').first().waitFor()],
  [tab('timeline'), (page) => page.getByRole('region', { name: 'Timeline' }).waitFor()],
  [tab('history&superstep=1'), (page) => page.getByRole('button', { name: 'Fork it here' }).waitFor()],
  [tab('events&seq=2'), (page) => page.getByText('stepStarted').first().waitFor()],
  [tab('files'), (page) => page.getByText('No file was kept').waitFor()],
  [
    `/executions/:debate?call=${encodeURIComponent('debate/proponent#1:m1')}`,
    (page) => page.getByRole('region', { name: 'Attempts', exact: true }).waitFor(),
  ],
  ['/executions/exe_missing', (page) => page.getByText('There is no such execution').waitFor()],
  ['/inbox', (page) => page.getByRole('button', { name: 'Approve' }).waitFor()],
  ['/inbox?show=decided', (page) => page.getByText('Nothing has been decided yet').waitFor()],
  ['/workflows', (page) => page.getByRole('link', { name: 'Debate' }).waitFor()],
  ['/agents', (page) => page.getByRole('link', { name: 'Debate moderator' }).waitFor()],
  ['/nowhere', (page) => page.getByText('There is no such page').waitFor()],
];

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

test.each(['light', 'dark'] as const)('axe finds nothing on any page in the %s theme, WCAG 2.2 AA', async (colorScheme) => {
  const page = await scene.open('/executions');
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const found: string[] = [];
  const look = async (path: string) => {
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    for (const { id, nodes } of violations)
      for (const { html, failureSummary } of nodes) found.push(`${path} ${id} ${html.slice(0, 200)} ${failureSummary}`);
  };
  for (const [path, ready] of PAGES) {
    await page.goto(path.replace(':debate', debate));
    await ready(page);
    await look(path);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  await look('palette');
  expect(found).toEqual([]);
  // A page that is not there is answered with the page and 200, one execution that is not with 404.
  for (const offence of scene.takeOffences()) expect(offence).toContain('404');
});

test('the keyboard alone finds an execution, goes through its views, looks at a call and comes back', async () => {
  const page = await scene.open('/executions');
  await list(page);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement?.textContent')).toBe('Skip to the content');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Debate');
  await page.getByRole('option', { name: /^Debate.*Completed/ }).waitFor();
  await pressUntil(
    page,
    'ArrowDown',
    async () => (await page.locator('[role=option][data-selected=true]').getAttribute('data-value'))?.includes(debate) === true,
  );
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/executions/${debate}**`);

  const focused = () => page.evaluate("document.activeElement?.getAttribute('role') === 'tab' && document.activeElement.textContent");
  await pressUntil(page, 'Tab', async () => (await focused()) === 'Transcript');
  await page.keyboard.press('ArrowRight');
  await page.waitForURL('**tab=graph**');
  await page.keyboard.press('ArrowRight');
  await page.waitForURL('**tab=timeline**');
  await pressUntil(page, 'Tab', async () =>
    page.evaluate<boolean>("document.activeElement?.getAttribute('aria-label')?.includes('model call 1') === true"),
  );
  await page.keyboard.press('Enter');
  await page.waitForURL('**call=**');
  await page.locator('aside[aria-label=Call]:focus-within').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.searchParams.has('call'));
  await page.goBack();
  await page.waitForURL('**call=**');
});

async function pressUntil(page: Page, key: string, done: () => Promise<boolean>): Promise<void> {
  for (let times = 0; times < 80; times += 1) {
    if (await done()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} did not lead there`);
}

test.each([360, 3840])('no page is wider than a window of %s px', async (width) => {
  const page = await scene.open('/executions');
  await page.setViewportSize({ width, height: 800 });
  for (const [path, ready] of PAGES) {
    await page.goto(path.replace(':debate', debate));
    await ready(page);
    const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect({ path, wider }).toEqual({ path, wider: 0 });
  }
  for (const offence of scene.takeOffences()) expect(offence).toContain('404');
});
