import type { Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';
import { failRepetition, LONG_ID, seedLongExecution } from '../browser/seed-long-execution';

jest.setTimeout(180_000);

/** What a text may not do: run, load, turn the page around, or be wider than its place. */
const NASTY = [
  '<img src=x onerror="document.title=1"><script>document.title=1</script>',
  '[click](javascript:document.title=1) ![x](https://evil.example/x.png)',
  '\u202Eمرحبا بالعالم',
  'x'.repeat(300_000),
].join('\n\n');
const PLAN = 'The plan is to go by train, then on foot.';

let scene: PageScene;
/** An execution that has completed. */
let trip: string;

beforeAll(async () => {
  scene = await startPageScene([
    {
      when: { callIncludes: 'row/plan' },
      behaviour: { text: PLAN, toolCalls: [{ tool: 'text_statistics', arguments: { text: 'one two three' } }] },
    },
    { when: { callIncludes: 'nasty/say' }, behaviour: { text: NASTY } },
  ]);
  const { client } = scene;
  await client.agents.create({ name: 'Planner', instructions: 'Plan the trip.', tools: ['text_statistics'] });
  await client.agents.create({ name: 'Scribe', instructions: 'Write it down.' });
  const form = { type: 'object', properties: { budget: { type: 'integer', title: 'Budget' } }, required: ['budget'] };
  const input = '{{ steps.ask.data.decision }}, {{ steps.ask.text }}, {{ steps.count.data.words }} words: {{ steps.plan.text }}';
  const { id } = await client.workflows.create({
    name: 'Trip',
    root: {
      id: 'row',
      type: 'sequential',
      steps: [
        { id: 'plan', type: 'agent', agent: 'Planner' },
        { id: 'ask', type: 'approval', prompt: 'Shall we go?', form },
        { id: 'count', type: 'tool', tool: 'text_statistics', arguments: { text: '{{ steps.plan.text }}' } },
        { id: 'write', type: 'agent', agent: 'Scribe', input },
      ],
    },
  });
  trip = (await client.workflows.execute(id, 'To the lighthouses')).executionId;
  await approve(trip);
  await client.executions.result(trip);
}, 180_000);

afterAll(() => scene?.end());

/** Whatever a test does: no request to another origin, nothing blocked by the page's policy, no error in the console. */
afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

async function approve(executionId: string): Promise<void> {
  for await (const event of scene.client.executions.watchEvents(executionId)) {
    if (event.type !== 'approvalRequested') continue;
    await scene.client.approvals.decide(event.approvalId, { decision: 'approve', comment: 'Have fun', form: { budget: 100 } });
    return;
  }
}

const openEdits = (superstep: number, id = trip) => scene.open(`/executions/${id}?tab=history&superstep=${superstep}&part=edit`);
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';

/** Forks with the edits that are there and returns the new execution's id when its page is. */
async function fork(page: Page, edits: string, from = trip): Promise<string> {
  await page.getByRole('button', { name: new RegExp(`^Fork after superstep \\d+ with ${edits}$`) }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/executions/') && !url.pathname.endsWith(from));
  return idOf(page);
}

test('a message, a result, an answer, an input and an agent are edited, each in its form, and what follows has them', async () => {
  const page = await openEdits(1);
  const said = group(page, 'What was said').getByRole('button').last();
  await said.click();
  await page.getByRole('textbox', { name: 'Text of Planner' }).fill('We fly.');
  await group(page, 'What changes').getByText('go by train, then on foot', { exact: false }).waitFor();
  await group(page, 'Agents, from here on')
    .getByRole('button', { name: /^Scribe/ })
    .click();
  await page.getByRole('textbox', { name: 'Instructions of Scribe' }).fill('Sing it.');
  // What was written stays when the panel is closed, and through a reload.
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: /row\/plan.*2 edits/ }).click();
  await page.reload();
  await page.getByRole('tab', { name: 'Edit (2)' }).click();
  expect(await page.getByRole('textbox', { name: 'Text of Planner' }).inputValue()).toBe('We fly.');
  const first = await fork(page, '2 edits');
  await page.getByText('Forked after superstep 1 of its original').waitFor();
  expect((await scene.client.executions.get(first)).forkedFrom?.edits).toEqual([
    { type: 'message', target: 'row/plan/3' },
    { type: 'agent', target: 'Scribe' },
  ]);
  await approve(first);
  const ended = await scene.client.executions.result(first);
  expect(ended).toMatchObject({ status: 'completed', usage: { calls: 1 } });
  const [seen] = (await scene.fake.requests()).filter(({ call }) => call === `${first}/row/write:m1`);
  expect(JSON.stringify(seen)).toContain('Sing it.');
  expect(JSON.stringify(seen)).toContain('2 words: We fly.');

  const again = await openEdits(2);
  await group(again, 'What people answered').getByRole('button').click();
  await again.getByRole('radio', { name: 'Reject' }).check();
  await again.getByRole('textbox', { name: 'Comment' }).fill('Too far');
  await group(again, 'What the next steps are given').getByRole('button').click();
  await group(again, 'What the next steps are given').getByRole('textbox').fill('one two three four');
  const second = await fork(again, '2 edits');
  expect((await scene.client.executions.result(second)).status).toBe('completed');
  const [told] = (await scene.fake.requests()).filter(({ call }) => call === `${second}/row/write:m1`);
  expect(JSON.stringify(told)).toContain(`reject, Too far, 4 words: ${PLAN}`);
});

test('what the server refuses stands at its edit, nothing that was written is lost, and it can be mended', async () => {
  const page = await openEdits(1);
  await group(page, 'What tools gave').getByRole('button').click();
  const result = page.getByRole('textbox', { name: 'Result of text_statistics' });
  await result.fill('{"words": 5');
  await page.getByRole('button', { name: /with 1 edit$/ }).click();
  await page.getByRole('alert').filter({ hasText: 'not valid JSON' }).waitFor();
  await result.fill('{"words": 5}');
  await group(page, 'What was said').getByRole('button').last().click();
  await page.getByRole('textbox', { name: 'Text of Planner' }).fill('We fly.');
  await page.getByText('only one of the two can be in a fork').waitFor();
  await page.getByRole('button', { name: /with 2 edits$/ }).click();
  await page.getByRole('alert').filter({ hasText: 'came out of what another edit changes' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Text of Planner' }).inputValue()).toBe('We fly.');
  // Chromium's own line about the answer 400; nothing else.
  expect(scene.takeOffences()).toEqual([expect.stringContaining('400')]);

  await group(page, 'What was said').getByRole('button', { name: 'As it was' }).click();
  const forked = await fork(page, '1 edit');
  await approve(forked);
  await scene.client.executions.result(forked);
  const { text } = await scene.client.executions.output(forked, 'row/plan:t1.1');
  expect(text).toBe('{"words":5}');
  expect((await scene.fake.requests()).filter(({ call }) => call.startsWith(`${forked}/row/plan`)).map(({ call }) => call)).toEqual([
    `${forked}/row/plan:m2`,
  ]);
});

test('it is forked in one click from the transcript, the timeline and the list; the lineage and the comparison know it', async () => {
  const page = await scene.open(`/executions/${trip}`);
  const made: string[] = [];
  for (const [tab, superstep] of [
    ['transcript', 1],
    ['timeline', 3],
    ['history', 3],
  ] as const) {
    await page.goto(`/executions/${trip}?tab=${tab}`);
    await page
      .getByRole('tabpanel')
      .getByRole('button', { name: new RegExp(`^Fork here, after superstep ${superstep}`) })
      .first()
      .click();
    await page.waitForURL((url) => !url.pathname.endsWith(trip));
    await page.getByText(`Forked after superstep ${superstep} of its original`).waitFor();
    made.push(idOf(page));
  }
  const [, forked = ''] = made;
  await scene.client.executions.result(forked);
  await page.goto(`/executions/${trip}?tab=history`);
  const lineage = group(page, 'Lineage');
  await lineage.getByText('edited: message row/plan/3, agent Scribe').waitFor();
  await lineage.getByRole('link', { name: 'Compare with this one' }).first().click();
  await group(page, 'Steps side by side').waitFor();

  await page.goto(`/executions/${trip}/compare/${forked}`);
  await page.getByText('Every step is the same in both.').waitFor();
  const row = page.getByRole('article', { name: 'row/plan' });
  await row.getByText('taken over').first().waitFor();
  await page.goto('/executions');
  for (const id of [trip, forked]) await page.getByRole('checkbox', { name: new RegExp(id) }).check();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await page.waitForURL(`**/executions/${trip}/compare/${forked}`);
});

test('texts that are nasty, or 300 KB in one line, do no harm in history and comparison and are edited whole', async () => {
  const { client } = scene;
  const workflow = await client.workflows.create({
    name: 'Nasty',
    root: { id: 'nasty', type: 'sequential', steps: [{ id: 'say', type: 'agent', agent: 'Scribe' }] },
  });
  const { executionId } = await client.workflows.execute(workflow.id, NASTY.slice(0, 200));
  await client.executions.result(executionId);
  const page = await openEdits(1, executionId);
  await group(page, 'What was said').getByRole('button').last().click();
  const text = page.getByRole('textbox', { name: 'Text of Scribe' });
  await text.waitFor();
  expect((await text.inputValue()).length).toBe(NASTY.length);
  await text.fill(`${NASTY}!`);
  const forked = await fork(page, '1 edit', executionId);
  await client.executions.result(forked);
  expect((await client.executions.output(forked, 'nasty/say:m1')).text).toBe(`${NASTY}!`);

  await page.goto(`/executions/${executionId}/compare/${forked}`);
  await page.getByText('first difference', { exact: true }).waitFor();
  await page.getByText('another text, further on', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Compare the whole texts' }).click();
  await page.getByRole('textbox', { name: 'nasty/say in the second' }).waitFor();
  expect(await page.title()).toContain('Agent Studio');
  expect(await page.locator('main img[src], main script, main a[href*="evil"], main a[href^="javascript"]').count()).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
});

test('of a long pair the first difference is found and brought into sight, and only what is in sight is drawn', async () => {
  const other = `${LONG_ID}_other`;
  for (const id of [LONG_ID, other]) seedLongExecution(scene.studio.dataFolder, trip, 3_000, id);
  failRepetition(scene.studio.dataFolder, other, 2_500);
  const page = await scene.open(`/executions/${LONG_ID}/compare/${other}`);
  const first = page.getByRole('article', { name: 'report/items/write#2500' });
  await first.getByText('first difference', { exact: true }).waitFor();
  await first.getByText('It broke').waitFor();
  expect(await first.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(900);
  expect(await page.getByRole('article').count()).toBeLessThan(100);
  await page.getByRole('checkbox', { name: 'Only what differs' }).check();
  await page.waitForURL('**only=different');
  await page.goBack();
  expect(await page.getByRole('checkbox', { name: 'Only what differs' }).isChecked()).toBe(false);

  // A superstep far down is a link too, and can be typed.
  await page.goto(`/executions/${LONG_ID}?tab=history&superstep=2400`);
  await page.getByRole('region', { name: 'After superstep 2400' }).waitFor();
  await page.getByRole('textbox', { name: 'Go to' }).fill('2900');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'After superstep 2900' }).waitFor();
  await page.goBack();
  await page.getByRole('region', { name: 'After superstep 2400' }).waitFor();
});
