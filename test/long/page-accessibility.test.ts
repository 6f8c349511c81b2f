import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import type { WorkflowBody } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { type PageScene, startPageScene } from '../browser/page-scene';

jest.setTimeout(300_000);

let scene: PageScene;
let debate: string;
let fork: string;
let workflow: string;
let agent: string;
/** A workflow that asks for a decision with a form. */
let asking: string;

beforeAll(async () => {
  scene = await startPageScene([]);
  const executions = (await scene.client.executions.list()).items;
  debate = executions.find(({ name }) => name === 'Debate')?.id ?? '';
  await scene.client.executions.result(debate);
  fork = (await scene.client.executions.fork(debate, 1)).id;
  workflow = executions.find(({ name }) => name === 'Debate')?.workflowId ?? '';
  agent = (await scene.client.agents.list({ limit: 200 })).items.find(({ name }) => name === 'Debate moderator')?.id ?? '';
  const properties = { amount: { type: 'number', title: 'Amount' }, why: { type: 'string', title: 'Why', enum: ['broken', 'late'] } };
  const form = { type: 'object', properties, required: ['amount'] };
  asking = (await scene.client.workflows.create({ name: 'Refund', root: { id: 'ask', type: 'approval', prompt: 'May we?', form } })).id;
  await scene.client.workflows.execute(asking);
}, 180_000);

afterAll(() => scene?.end());

afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

const list = async (page: Page) => page.getByRole('row', { name: 'Debate' }).first().waitFor();
const toAddress = (path: string) =>
  path.replace(':debate', debate).replace(':fork', fork).replace(':workflow', workflow).replace(':agent', agent);
const editor = (page: Page) => page.locator('.cm-content').first().waitFor();
const graph = (page: Page) => page.locator('.react-flow__node').first().waitFor();
const button = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
const tab = (id: string) => `/executions/:debate?tab=${id}`;

/** Every page and state, and what shows that it is there. */
const PAGES: readonly (readonly [path: string, ready: (page: Page) => Promise<unknown>])[] = [
  ['/executions', list],
  ['/executions?status=budget_exhausted', (page) => page.getByText('No execution fits').waitFor()],
  ['/executions/:debate', (page) => page.getByText('to').first().waitFor()],
  [tab('graph'), graph],
  [tab('timeline'), (page) => page.getByRole('region', { name: 'Timeline' }).waitFor()],
  [tab('history&superstep=1'), (page) => page.getByRole('button', { name: 'Fork it here', exact: true }).waitFor()],
  [tab('events&seq=2'), (page) => page.getByText('stepStarted').first().waitFor()],
  [tab('usage'), (page) => page.getByRole('row', { name: 'Proponent' }).waitFor()],
  [tab('files'), (page) => page.getByText('No file was kept').waitFor()],
  [
    `/executions/:debate?call=${encodeURIComponent('debate/proponent#1:m1')}`,
    (page) => page.getByRole('region', { name: 'Attempts', exact: true }).waitFor(),
  ],
  ['/executions/exe_missing', (page) => page.getByText('There is no such execution').waitFor()],
  ['/executions/:debate/compare/:fork', (page) => page.getByRole('table').first().waitFor()],
  ['/inbox', (page) => page.getByLabel('Amount').first().waitFor()],
  ['/inbox?show=decided', (page) => page.getByText('Nothing has been decided yet').waitFor()],
  ['/workflows', (page) => page.getByRole('link', { name: 'Debate' }).waitFor()],
  ['/workflows/new', (page) => page.getByRole('link', { name: 'Newsroom' }).waitFor()],
  ['/workflows/:workflow', graph],
  ['/workflows/:workflow/edit', graph],
  ['/agents', (page) => page.getByRole('link', { name: 'Debate moderator' }).waitFor()],
  ['/agents/:agent', editor],
  ['/nowhere', (page) => page.getByText('There is no such page').waitFor()],
];

/** What opens over a page, or in it when something is asked of it. */
const OPENED: readonly (readonly [what: string, path: string, open: (page: Page) => Promise<unknown>])[] = [
  [
    'palette',
    '/executions',
    async (page) => {
      // Before the page is there nobody hears the key.
      await list(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('listbox').waitFor();
    },
  ],
  ['views', '/executions', (page) => button('Views')(page).then(() => page.getByRole('menuitem').first().waitFor())],
  [
    'a view that is saved',
    '/executions?status=failed',
    async (page) => {
      await button('Views')(page);
      await page.getByRole('menuitem', { name: 'Save this view' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'a question before something is deleted',
    '/agents/:agent',
    (page) => button('Delete')(page).then(() => page.getByRole('dialog').waitFor()),
  ],
  [
    'an answer in the playground',
    '/agents/:agent',
    async (page) => {
      await page.getByRole('textbox', { name: 'Your message' }).fill('Is it settled?');
      await button('Send')(page);
      await page.getByText(/tokens in/).waitFor();
    },
  ],
  [
    'problems of a definition',
    '/workflows/new?template=',
    async (page) => {
      await page.getByRole('textbox', { name: 'Definition of the workflow' }).fill('name: [');
      await page.getByText('Line 1').first().waitFor();
    },
  ],
];

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('axe finds nothing on any page in the %s theme, %s px wide, WCAG 2.2 AA', async (colorScheme, width) => {
  const page = await scene.open('/executions');
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const found: string[] = [];
  const look = async (path: string) => {
    // No page has frames; only with them axe needs a tab of its own to gather what it found, a third of the time.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
    for (const { id, nodes } of violations)
      for (const { html, failureSummary } of nodes) found.push(`${path} ${id} ${html.slice(0, 200)} ${failureSummary}`);
  };
  for (const [path, ready] of PAGES) {
    await page.goto(toAddress(path));
    await ready(page);
    await look(path);
  }
  for (const [what, path, open] of OPENED) {
    await page.goto(toAddress(path));
    await open(page);
    await look(what);
  }
  expect(found).toEqual([]);
  // A page that is not there is answered with the page and 200, one execution that is not with 404.
  for (const offence of scene.takeOffences()) expect(offence).toContain('404');
});

test.each([360, 3840])('no page is wider than a window of %s px', async (width) => {
  const page = await scene.open('/executions');
  await page.setViewportSize({ width, height: 800 });
  for (const [path, ready] of PAGES) {
    await page.goto(toAddress(path));
    await ready(page);
    const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect({ path, wider }).toEqual({ path, wider: 0 });
  }
  // Beside each other even with the longest that it may say.
  await page.route('**/comparison**', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('"status":"completed"', '"status":"budget_exhausted"');
    await route.fulfill({ response, body });
  });
  await page.goto(toAddress('/executions/:debate/compare/:fork'));
  const used = page.getByRole('region', { name: 'What each used' });
  await used.getByText('Budget exhausted').nth(1).waitFor();
  expect(await used.evaluate(isCut)).toBe(false);
  for (const offence of scene.takeOffences()) expect(offence).toContain('404');
});

describe('names of any length', () => {
  const LONG = 'Averylongname'.repeat(15);
  const SPOKEN = 'A name of many words '.repeat(9).trim();
  let path: string;
  beforeAll(async () => {
    for (const name of [LONG, SPOKEN]) await scene.client.agents.create({ name });
    const say = (id: string, name: string) => ({ id, type: 'agent' as const, name, agent: name });
    const nested = (depth: number): WorkflowBody['root'] =>
      depth === 0 ? say('deep', LONG) : { id: `in_${depth}`, name: LONG, type: 'sequential', steps: [nested(depth - 1)] };
    const branches = [say('left', LONG), say('right', SPOKEN)];
    const participants = ['a', 'b'].map((letter) => ({ id: letter.repeat(64), agent: LONG }));
    const steps = [
      { id: 'both', name: SPOKEN, type: 'concurrent' as const, branches },
      { id: 'chat', name: LONG, type: 'groupChat' as const, participants, maxRounds: 2 },
      nested(8),
    ];
    const { id } = await scene.client.workflows.create({ name: LONG, root: { id: 'all', name: LONG, type: 'sequential', steps } });
    const { executionId } = await scene.client.workflows.execute(id, 'Go on');
    await scene.client.executions.result(executionId);
    path = `/executions/${executionId}`;
  });

  test.each([360, 1440])('leave what stands beside them in sight, and show whole where the keyboard is, %s px wide', async (width) => {
    const page = await scene.open(path);
    await page.setViewportSize({ width, height: 900 });
    const steps = page.getByRole('region', { name: 'Steps' });
    await steps.getByText('groupChat', { exact: true }).waitFor();
    const pane = await steps.boundingBox();
    for (const type of ['agent', 'concurrent', 'groupChat', 'sequential'])
      for (const mark of await steps.getByText(type, { exact: true }).all()) {
        const place = await mark.boundingBox();
        expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThan((pane?.x ?? 0) + (pane?.width ?? 0));
        expect(await mark.evaluate(isCut)).toBe(false);
      }
    const name = steps.getByTitle(LONG).first();
    expect(await name.evaluate(isCut)).toBe(true);
    await pressUntil(page, 'Tab', async () => (await steps.locator('a:focus').count()) > 0);
    expect(await name.evaluate(isCut)).toBe(false);

    await page.goto(`${path}?tab=graph`);
    await graph(page);
    const box = page.locator('.react-flow__node').filter({ hasText: LONG }).first();
    const link = box.getByRole('link').first();
    expect(await link.evaluate(isCut)).toBe(true);
    await pressUntil(page, 'Tab', async () => (await box.locator('a:focus').count()) > 0);
    expect(await link.evaluate(isCut)).toBe(false);
  });
});

/** Whether a part of an element's text is out of sight. */
const isCut = (element: { scrollWidth: number; clientWidth: number }) => element.scrollWidth > element.clientWidth;

test('the keyboard alone finds an execution, goes through its views, looks at a call and comes back', async () => {
  const page = await scene.open('/executions');
  await list(page);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement?.textContent')).toBe('Skip to the content');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Debate');
  await page
    .getByRole('option', { name: /^Debate.*Completed/ })
    .first()
    .waitFor();
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

test('where a call lies over the page the focus stays in it, and goes back to where it was opened', async () => {
  const page = await scene.open(`/executions/${debate}?tab=timeline`);
  await page.setViewportSize({ width: 360, height: 900 });
  const bar = page.getByRole('link', { name: /proponent.*model call 1/ }).first();
  await bar.focus();
  await page.keyboard.press('Enter');
  const call = page.locator('aside[aria-label=Call]');
  await call.getByRole('region', { name: 'Attempts', exact: true }).waitFor();
  const inside = () => page.locator('aside[aria-label=Call]:focus-within').count();
  for (let times = 0; times < 15; times += 1) {
    await page.keyboard.press('Tab');
    expect(await inside()).toBe(1);
  }
  await call.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await inside()).toBe(1);
  await page.keyboard.press('Escape');
  await call.waitFor({ state: 'detached' });
  expect(await bar.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
});

test('the palette gives the focus back when it is put away', async () => {
  const page = await scene.open('/workflows');
  const link = page.getByRole('link', { name: 'Debate' });
  await link.focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('main a:focus').waitFor();
  expect(await page.locator('a:focus').textContent()).toBe('Debate');
});

test('a link that leads to another room leaves the keyboard at its beginning', async () => {
  const page = await scene.open('/workflows');
  await page.getByRole('link', { name: 'Debate' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Debate' }).waitFor();
  await page.locator('main:focus').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.locator('a:focus').textContent()).toBe('Workflows');
});

test('the keyboard alone decides what waits and cancels what runs', async () => {
  const { executionId } = await scene.client.workflows.execute(asking);
  const page = await scene.open(`/executions/${executionId}`);
  const name = () => page.evaluate<string>('document.activeElement?.textContent || document.activeElement?.labels?.[0]?.textContent || ""');
  await page.getByLabel('Amount').waitFor();
  await pressUntil(page, 'Tab', async () => (await name()).startsWith('Amount'));
  // Where the focus is can be seen.
  expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
  await page.keyboard.type('49');
  await pressUntil(page, 'Tab', async () => (await name()) === 'Approve');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Completed' }).first().waitFor();

  const other = await scene.client.workflows.execute(asking);
  await page.goto(`/executions/${other.executionId}`);
  await page.getByLabel('Amount').waitFor();
  await pressUntil(page, 'Tab', async () => (await name()) === 'Cancel');
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog');
  await question.waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await waitUntil(async () => (await name()) === 'Cancel', 20_000, 'The focus did not go back to where the question was asked');
  await page.keyboard.press('Enter');
  await question.waitFor();
  await pressUntil(page, 'Tab', async () => (await name()) === 'Cancel it');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Cancelled' }).first().waitFor();
});

test('nothing moves for those who ask for that', async () => {
  const { executionId } = await scene.client.workflows.execute(asking);
  const page = await scene.open('about:blank');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['/executions', `/executions/${executionId}`, '/inbox']) {
    await page.goto(path);
    await page.getByText('Refund').filter({ visible: true }).first().waitFor();
    expect({ path, moving: await page.evaluate('document.getAnimations().length') }).toEqual({ path, moving: 0 });
  }
});

async function pressUntil(page: Page, key: string, done: () => Promise<boolean>): Promise<void> {
  for (let times = 0; times < 80; times += 1) {
    if (await done()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} did not lead there`);
}
