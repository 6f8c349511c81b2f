import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { waitUntil } from '../../runtime/wait-until';
import { findDanger } from '../browser/find-danger';
import { FOREIGN, LONG_WORD, MARK, NASTY_NAMES, NASTY_SVG, NASTY_TEXT } from '../browser/nasty-texts';
import { type PageScene, startPageScene } from '../browser/page-scene';

jest.setTimeout(240_000);

const [AGENT, WORKFLOW, STEP] = NASTY_NAMES;
const SHOWN = 'the end of it';
const FORM = {
  type: 'object' as const,
  title: AGENT,
  description: NASTY_TEXT,
  properties: {
    choice: { type: 'string' as const, title: WORKFLOW, description: NASTY_TEXT, enum: [STEP, 'other'], default: STEP },
    file: { type: 'string', format: 'data-url', title: STEP, default: `data:text/html;name=x.html,<script>${MARK}</script>` },
  },
};

/** A tool that keeps a picture of one pixel. */
const PICTURE_TOOL = `
import { defineTool } from 'agent-studio/tools';
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export default defineTool({
  id: 'keep_picture',
  description: 'Keeps a picture.',
  inputSchema: { type: 'object' },
  repeat: 'idempotent',
  run: async (_given, { artifacts }) => (await artifacts.write('chart.png', Buffer.from(PIXEL, 'base64'), 'image/png')).name,
});`;
const PICTURES = `![a chart](artifacts/chart.png) ![gone](artifacts/gone.png) ![theirs](../exe_other/artifacts/chart.png) ![far](https://${FOREIGN}/far.png)`;

let tools: string;
let scene: PageScene;
let dialogs: string[];
let agentId: string;
let workflowId: string;
/** One that waits for a person, one that was decided, a fork of it, and one that failed. */
let waiting: string;
let decided: string;
let fork: string;
let failed: string;

beforeAll(async () => {
  const file = (name: string, mediaType: string) => ({ tool: 'write_artifact', arguments: { name, mediaType, text: NASTY_SVG } });
  const toolCalls = [file('x.svg', 'image/svg+xml'), file('x.png', 'image/png'), file('x.html', 'text/html')];
  tools = mkdtempSync(join(tmpdir(), 'studio-tools-'));
  writeFileSync(join(tools, 'keep-picture.ts'), PICTURE_TOOL);
  const rules = [
    { when: { callIncludes: 'hostile/say' }, behaviour: { text: NASTY_TEXT, toolCalls } },
    { when: { callIncludes: 'hostile/after' }, behaviour: { text: NASTY_TEXT } },
    { when: { callIncludes: 'broken' }, behaviour: { fail: { status: 400, code: AGENT, message: NASTY_TEXT } } },
    { when: { lastMessageIncludes: 'to the playground' }, behaviour: { text: NASTY_TEXT } },
    { when: { callIncludes: 'pictures' }, behaviour: { text: PICTURES, toolCalls: [{ tool: 'keep_picture', arguments: {} }] } },
  ];
  scene = await startPageScene(rules, { STUDIO_TOOLS: tools });
  const { client } = scene;
  const words = { description: NASTY_TEXT.slice(0, 4_000) };
  const agent = await client.agents.create({ name: AGENT, ...words, instructions: NASTY_TEXT, tools: ['write_artifact'] });
  const say = { id: 'say', name: AGENT, type: 'agent', agent: agent.id } as const;
  const ask = {
    id: 'ask',
    name: STEP,
    type: 'approval' as const,
    prompt: '{{ steps.say.text }}',
    form: FORM,
    assignees: [AGENT, WORKFLOW],
  };
  const workflow = await client.workflows.create({
    name: WORKFLOW,
    ...words,
    inputSchema: { ...FORM, properties: { ...FORM.properties, text: { type: 'string', title: AGENT } } },
    root: { id: 'hostile', name: STEP, type: 'sequential', steps: [say, ask, { ...say, id: 'after' }] },
  });
  const broken = await client.workflows.create({ name: `${AGENT} broken`, ...words, root: { ...say, id: 'broken' } });
  agentId = agent.id;
  workflowId = workflow.id;
  const started = await client.workflows.execute(workflow.id, { text: NASTY_TEXT });
  decided = started.executionId;
  const approval = await waitForApproval(decided);
  await client.approvals.decide(approval, { decision: 'approve', comment: NASTY_TEXT.slice(0, 1_900), form: { choice: STEP } });
  await client.executions.result(decided);
  fork = (await client.executions.fork(decided, 1)).id;
  waiting = (await client.workflows.execute(workflow.id, { text: NASTY_TEXT })).executionId;
  failed = (await client.workflows.execute(broken.id, NASTY_TEXT)).executionId;
  await Promise.all([client.executions.result(failed).catch(() => undefined), waitForApproval(waiting), waitForApproval(fork)]);
}, 240_000);

afterAll(async () => {
  await scene?.end();
  rmSync(tools, { recursive: true, force: true });
});

async function waitForApproval(executionId: string): Promise<string> {
  for await (const event of scene.client.executions.watchEvents(executionId)) {
    if (event.type === 'approvalRequested') return event.approvalId;
  }
  throw new Error('It ended without asking');
}

/** A tab in which a dialog is noted; it would be open for ever else. */
async function open(): Promise<Page> {
  const page = await scene.open('about:blank');
  dialogs = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return page;
}

async function expectHarmless(page: Page, where: string): Promise<void> {
  expect({ where, danger: await findDanger(page), dialogs }).toEqual({ where, danger: [], dialogs: [] });
}

/** Whatever a test does: no request to another origin, nothing that the page's policy had to block, no error. */
afterEach(async () => {
  // What Chromium itself says of an answer that is no success.
  for (const offence of scene.takeOffences()) expect(offence).toMatch(/the server responded with a status of 4/);
  await scene.closePages();
});

const visible = (text: string | RegExp) => (page: Page) => page.getByText(text).filter({ visible: true }).first().waitFor();

/** Every place where somebody's text shows, and what shows that it is there. */
const places = (): [path: string, ready: (page: Page) => Promise<unknown>][] => [
  ['/executions', visible('onerror2')],
  [`/executions?workflowId=${workflowId}`, visible('onerror2')],
  [`/executions/${decided}`, visible(SHOWN)],
  [`/executions/${decided}?tab=graph`, (page) => page.locator('.react-flow__node').getByText('onerror1').first().waitFor()],
  [`/executions/${decided}?tab=timeline`, (page) => page.getByRole('region', { name: 'Timeline' }).getByText('onerror1').first().waitFor()],
  [`/executions/${decided}?tab=events&seq=5`, visible('messageAdded')],
  [`/executions/${decided}?tab=files`, (page) => page.getByText('x.svg').waitFor()],
  [`/executions/${decided}?tab=history&at=2`, (page) => page.getByText('Fork').first().waitFor()],
  [
    `/executions/${decided}?call=${encodeURIComponent('hostile/say:m1')}`,
    (page) => page.getByRole('region', { name: 'Attempts', exact: true }).waitFor(),
  ],
  [`/executions/${decided}?call=${encodeURIComponent('hostile/say:m1:t1')}`, visible('onerror1')],
  [`/executions/${failed}`, visible(SHOWN)],
  [`/executions/${waiting}`, visible(SHOWN)],
  [`/executions/${decided}/compare/${fork}`, (page) => page.getByRole('table').first().waitFor()],
  ['/inbox', (page) => page.getByRole('combobox').first().waitFor()],
  ['/inbox?show=decided', visible('Approved')],
  ['/workflows', visible('onerror2')],
  ['/workflows/new', visible('Empty')],
  [`/workflows/${workflowId}`, (page) => page.locator('.react-flow__node').getByText('onerror1').first().waitFor()],
  [`/workflows/${workflowId}/edit`, (page) => page.locator('.cm-content').getByText('onerror2').first().waitFor()],
  ['/agents', visible('onerror1')],
  [`/agents/${agentId}`, (page) => page.locator('.cm-content').getByText('onerror').first().waitFor()],
];

test.each([1440, 360])(
  'texts of models, tools and people run nothing, load nothing and lead nowhere unmarked: every page, %s px wide',
  async (width) => {
    const page = await open();
    await page.setViewportSize({ width, height: 900 });
    for (const [path, ready] of places()) {
      await page.goto(path);
      await ready(page);
      await expectHarmless(page, path);
    }
  },
);

test('in addresses, the palette, saved views, errors, the playground and notifications they do no more', async () => {
  const page = await open();
  const text = encodeURIComponent(AGENT);
  for (const path of [
    `/executions/${text}`,
    `/executions/${decided}?tab=${text}&call=${text}&seq=${text}&at=${text}#${text}`,
    `/executions?status=${text}&workflowId=${text}&startedAfter=${text}`,
    `/executions/${text}/compare/${text}`,
    `/workflows/new?template=${text}`,
    `/agents/${text}`,
    `/${text}`,
  ]) {
    await page.goto(path);
    await page
      .getByRole('main')
      .getByText(/onerror|no such|not be|not have|Executions|Completed/)
      .first()
      .waitFor();
    await expectHarmless(page, path);
  }

  await page.goto('/executions');
  await visible('onerror2')(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('onerror');
  await page.getByRole('listbox').getByText('onerror2').first().waitFor();
  await expectHarmless(page, 'palette');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(WORKFLOW);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'onerror2' }).first().waitFor();
  await expectHarmless(page, 'saved views');

  await page.goto('/workflows/new?template=');
  const definition = page.getByRole('textbox', { name: 'Definition of the workflow' });
  await definition.fill(`name: ${JSON.stringify(WORKFLOW)}\nroot:\n  id: a\n  type: agent\n  agent: ${JSON.stringify(STEP)}\n`);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('list', { name: 'Problems' }).getByText('Line').first().waitFor();
  await expectHarmless(page, 'problems of a definition');

  await page.goto(`/agents/${agentId}`);
  await page.getByRole('textbox', { name: 'Your message' }).fill('to the playground');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('region', { name: 'Try it' }).getByText(SHOWN).last().waitFor();
  await expectHarmless(page, 'playground');
});

test('a notification tells of a request in plain words', async () => {
  const page = await open();
  await page.addInitScript(`
    window.told = [];
    window.Notification = class { static permission = 'granted'; constructor(title, { body }) { window.told.push(title, body); } };
    Object.defineProperty(document, 'hidden', { get: () => true });`);
  await page.goto('/executions');
  await page.getByRole('navigation', { name: 'Main' }).getByText('waiting').waitFor({ state: 'attached' });
  const { executionId } = await scene.client.workflows.execute(workflowId, { text: 'tell' });
  await waitUntil(() => page.evaluate<boolean>('window.told.length >= 2'), 20_000, 'Nobody was told');
  const told = await page.evaluate<string[]>('window.told');
  expect(told[0]).toBe(`${WORKFLOW} waits for a decision`);
  expect(told.join()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  await expectHarmless(page, 'notifications');
  await scene.client.executions.cancel(executionId);
});

test('files of tools are saved, never shown as pages of ours, whatever they say they are', async () => {
  for (const name of ['x.svg', 'x.png', 'x.html']) {
    const { status, headers } = await fetch(`${scene.studio.url}/api/v1/executions/${decided}/artifacts/${name}`);
    expect({ name, status, type: headers.get('content-type'), how: headers.get('content-disposition') }).toEqual({
      name,
      status: 200,
      type: name === 'x.png' ? 'image/png' : 'application/octet-stream',
      how: `attachment; filename="${name}"`,
    });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('a picture in a text is a file that the execution has kept; of everything else the text says what it would have loaded', async () => {
  const { client } = scene;
  const agent = await client.agents.create({ name: 'Painter', tools: ['keep_picture'] });
  const workflow = await client.workflows.create({ name: 'Pictures', root: { id: 'pictures', type: 'agent', agent: agent.id } });
  const { executionId } = await client.workflows.execute(workflow.id, 'Paint');
  await client.executions.result(executionId);
  const page = await open();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'image') asked.push(new URL(request.url()).pathname);
  });
  const kept = (name: string) => `/api/v1/executions/${executionId}/artifacts/${name}`;
  await page.goto(`/executions/${executionId}?call=${encodeURIComponent('pictures:m2')}`);
  for (const place of [page.getByRole('region', { name: 'Transcript' }), page.getByRole('complementary', { name: 'Call' })]) {
    const chart = place.getByRole('img', { name: 'a chart' }).last();
    await chart.waitFor();
    await waitUntil(
      () => chart.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth === 1),
      20_000,
      'It was not loaded',
    );
    await place.getByText('[image: gone, no picture is kept there: artifacts/gone.png]').last().waitFor();
    await place.getByText('[image: theirs, not loaded: ../exe_other/artifacts/chart.png]').last().waitFor();
    await place.getByText(`[image: far, not loaded: https://${FOREIGN}/far.png]`).last().waitFor();
  }
  await page.goto(`/executions/${executionId}?tab=files`);
  await page.getByRole('img', { name: 'chart.png' }).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save' }).click()]);
  expect(download.suggestedFilename()).toBe('chart.png');
  expect(new Set(asked)).toEqual(new Set(['/icon.svg', kept('chart.png'), kept('gone.png')]));
  await expectHarmless(page, 'pictures');
});

test('a word of 900,000 letters makes no page wider than its window, shortened or whole', async () => {
  const workflow = await scene.client.workflows.create({ name: 'Long word', root: { id: 'long', type: 'agent', agent: agentId } });
  const { executionId } = await scene.client.workflows.execute(workflow.id, LONG_WORD);
  await scene.client.executions.result(executionId);
  const page = await open();
  await page.setViewportSize({ width: 360, height: 800 });
  for (const path of ['/executions', `/executions/${executionId}`, `/executions/${executionId}?call=${encodeURIComponent('long:m1')}`]) {
    await page.goto(path);
    await page

      .getByText(path.includes('call') ? /W{1000}/ : 'Long word')
      .filter({ visible: true })
      .first()
      .waitFor();
    await expectHarmless(page, path);
  }
});

test('links say where they lead', async () => {
  const page = await open();
  await page.goto(`/executions/${decided}`);
  const transcript = page.getByRole('region', { name: 'Transcript' });
  const links = transcript.locator(`a[href*="${FOREIGN}"]`);
  await links.last().waitFor();
  // Also the one that looks like another site's.
  await transcript
    .getByRole('link', { name: `https://example.com (leads to ${FOREIGN}, in a new tab)` })
    .first()
    .waitFor();
  expect(await transcript.getByText(`not loaded: https://${FOREIGN}/pixel.png`).count()).toBeGreaterThan(0);
});
