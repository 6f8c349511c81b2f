import type { Page } from 'playwright-core';
import type { Rule } from '../fakes/openai/behaviour';
import { type PageScene, startPageScene } from './page-scene';
import { readShown } from './read-shown';

jest.setTimeout(90_000);

const WORKFLOW = 'Research, write, review';
const WORDS = 30;

/** Different words, so that a missing or a doubled one shows. */
function text(name: string): string {
  return Array.from({ length: WORDS }, (_, index) => `${name}${index + 1}`).join(' ');
}

/** The researcher's first answer to a topic with this name in it stops in the middle, until the gate of the name opens. */
function holds(name: string, topic = name): Rule[] {
  const when = { callIncludes: 'article/research', lastMessageIncludes: topic };
  return [
    { when: { ...when, countAtMost: 1 }, behaviour: { text: text(name), hold: { gate: name, at: { pieces: 10 } } } },
    { when, behaviour: { text: text(name), tokenDelayMs: 20 } },
  ];
}

let scene: PageScene;
let workflowId: string;

beforeAll(async () => {
  scene = await startPageScene([
    ...holds('example', 'lighthouses'),
    ...['reload', 'kill', 'cancel', 'restart'].flatMap((name) => holds(name)),
    { when: { callIncludes: 'article/write' }, behaviour: { text: 'The draft.' } },
    {
      when: { callIncludes: 'article/review' },
      behaviour: { text: 'The article.', toolCalls: [{ tool: 'text_statistics', arguments: { text: 'A b c.' } }] },
    },
  ]);
  const { items } = await scene.client.workflows.list();
  workflowId = items.find(({ name }) => name === WORKFLOW)?.id ?? '';
});

afterAll(() => scene?.end());

/** Whatever a test does: no request to another origin, nothing blocked by the page's policy, no error in the console. */
afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

const status = (page: Page, label: string) => page.getByRole('status').filter({ hasText: label }).first();
const transcript = (page: Page) => page.getByRole('region', { name: 'Transcript' });
const readTranscript = (page: Page) => readShown(transcript(page));

/** Starts an execution whose first call stops in the middle, and opens its page when its tenth word is there. */
async function openInMidStream(name: string): Promise<{ page: Page; executionId: string }> {
  const { executionId } = await scene.client.workflows.execute(workflowId, { topic: name });
  const page = await scene.open(`/executions/${executionId}`);
  await transcript(page).getByText(`${name}10`).waitFor();
  return { page, executionId };
}

/** The execution has completed and the page shows every word of the answer, once. */
async function expectWhole(page: Page, name: string): Promise<void> {
  await status(page, 'Completed').waitFor();
  const shown = await readTranscript(page);
  expect(shown.match(new RegExp(`\\b${name}\\d+`, 'g'))).toEqual(text(name).split(' '));
  expect(shown.split('The draft.')).toHaveLength(2);
}

test('the list shows the running example, and its text streams in', async () => {
  const page = await scene.open('/');
  await page.getByRole('row', { name: WORKFLOW }).filter({ hasText: 'Running' }).waitFor();
  await page.getByRole('link', { name: WORKFLOW, exact: true }).click();

  await transcript(page).getByText('example10').waitFor();
  expect(await transcript(page).getByText('example11').count()).toBe(0);
  await scene.fake.release('example');

  await expectWhole(page, 'example');
  await transcript(page).getByText('text_statistics').first().waitFor();
  await transcript(page).getByText('The article.').last().waitFor();
});

test('a reload in mid-stream loses nothing and doubles nothing', async () => {
  const { page } = await openInMidStream('reload');

  await page.reload();
  await transcript(page).getByText('reload10').waitFor();
  expect((await readTranscript(page)).match(/\breload\d+/g)).toEqual(text('reload').split(' ').slice(0, 10));
  await scene.fake.release('reload');

  await expectWhole(page, 'reload');
});

test('a worker killed by the button is replaced, the attempt is shown, and the work completes', async () => {
  const { page, executionId } = await openInMidStream('kill');

  await page.getByRole('button', { name: 'Kill the worker' }).click();
  await page.getByText('attempt 2').first().waitFor();

  await expectWhole(page, 'kill');
  const attempts = page.getByRole('region', { name: 'Calls and attempts' });
  await attempts.getByText('1 wasted').waitFor();
  expect(await attempts.getByText('lost', { exact: true }).count()).toBe(1);
  expect(await scene.client.executions.get(executionId)).toMatchObject({ usage: { calls: 4, wastedCalls: 1 } });
});

test('a cancelled execution ends as cancelled', async () => {
  const { page, executionId } = await openInMidStream('cancel');

  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel it' }).click();

  await status(page, 'Cancelled').waitFor();
  expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  expect(await scene.client.executions.get(executionId)).toMatchObject({ status: 'cancelled', usage: { wastedCalls: 1 } });
});

test('the form made from the input schema starts an execution', async () => {
  const page = await scene.open('/workflows');
  await page.getByRole('link', { name: WORKFLOW }).click();
  await page.getByRole('textbox', { name: 'Topic' }).fill('Bridges');
  await page.getByRole('button', { name: 'Start' }).dblclick();

  await status(page, 'Completed').waitFor();
  await transcript(page).getByText('Bridges').first().waitFor();
  // However often it is clicked.
  const started = (await scene.client.executions.list({ workflowId })).items;
  expect(started.filter(({ input }) => JSON.stringify(input).includes('Bridges'))).toHaveLength(1);
});

test("a value that only the server refuses has the server's error at its field", async () => {
  const agent = await scene.client.agents.create({ name: 'Archivist' });
  const workflow = await scene.client.workflows.create({
    name: 'Look up',
    inputSchema: { type: 'object', properties: { code: { type: 'string', title: 'Code', pattern: '^[A-Z]{3}$' } }, required: ['code'] },
    root: { id: 'look', type: 'agent', agent: agent.name },
  });
  const page = await scene.open(`/workflows/${workflow.id}`);
  const field = page.getByRole('textbox', { name: 'Code' });
  await field.fill('abc');
  await page.getByRole('button', { name: 'Start' }).click();

  await page.getByRole('alert').filter({ hasText: 'Must match pattern' }).waitFor();
  expect(await field.getAttribute('aria-describedby')).toContain(await page.getByText('Must match pattern').getAttribute('id'));
  // Chromium's own line about the answer 400; nothing else.
  expect(scene.takeOffences()).toEqual([expect.stringContaining('400')]);

  await field.fill('ABC');
  await page.getByRole('button', { name: 'Start' }).click();
  await status(page, 'Completed').waitFor();
});

test('while the API is away the page says so, and then goes on', async () => {
  const { page } = await openInMidStream('restart');
  const { api } = scene.studio.run();

  await scene.studio.kill('api');
  await page.getByText('Reconnecting').waitFor();
  await scene.studio.waitForApi(api?.pid);
  await page.getByText('Live', { exact: true }).waitFor();
  // What Chromium says of requests to a server that is away, in its own words.
  for (const offence of scene.takeOffences()) expect(offence).toMatch(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  await scene.fake.release('restart');

  await expectWhole(page, 'restart');
});
