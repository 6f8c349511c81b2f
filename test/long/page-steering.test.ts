import type { Locator, Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';
import { lengthenFeed } from '../browser/seed-long-execution';

jest.setTimeout(180_000);

let scene: PageScene;
let ada: string;
let bob: string;

beforeAll(async () => {
  scene = await startPageScene([
    { when: { callIncludes: 'talk/ada#1' }, behaviour: { text: 'I begin.', hold: { gate: 'ada', at: { pieces: 1 } } } },
    { when: { callIncludes: 'talk/bob#1', lastMessageIncludes: 'the price' }, behaviour: { text: 'The price is fine.' } },
    { when: { callIncludes: 'table/ada#1' }, behaviour: { text: 'I open.', hold: { gate: 'table', at: { pieces: 1 } } } },
    { when: { callIncludes: 'brief/ada#1' }, behaviour: { text: 'I end.', hold: { gate: 'brief', at: { pieces: 1 } } } },
    { when: { callIncludes: 'spend:m1' }, behaviour: { text: 'Spent.', hold: { gate: 'spend', at: { pieces: 1 } } } },
    { when: { callIncludes: 'again:m1' }, behaviour: { text: 'At last.', fail: { status: 503, times: 1 } } },
    {
      when: { callIncludes: 'desk:m' },
      behaviour: { text: 'Counted.', toolCalls: [{ tool: 'text_statistics', arguments: { text: 'One.' } }] },
    },
    { when: { callIncludes: 'far/bob#1' }, behaviour: { text: 'I go on.', hold: { gate: 'far', at: { pieces: 1 } } } },
    { when: { callIncludes: 'first:m1' }, behaviour: { text: 'First.', hold: { gate: 'first', at: { pieces: 1 } } } },
  ]);
  [ada, bob] = (await Promise.all(['Ada', 'Bob'].map(async (name) => (await scene.client.agents.create({ name })).id))) as [string, string];
}, 180_000);

afterAll(() => scene?.end());

/** Whatever a test does: no request to another origin, nothing blocked by the page's policy, no error in the console. */
afterEach(async () => {
  expect(scene.takeOffences()).toEqual([]);
  await scene.closePages();
});

const status = (page: Page, label: string) => page.getByRole('status').filter({ hasText: label }).first();
const transcript = (page: Page) => page.getByRole('region', { name: 'Transcript' });

type Root = Parameters<PageScene['client']['workflows']['create']>[0]['root'];

/** Ada and Bob by turns. */
function chatOfTwo(id: string, maxRounds: number): Root {
  const participants = [
    { id: 'ada', agent: ada },
    { id: 'bob', agent: bob },
  ];
  return { id, type: 'groupChat', participants, manager: { type: 'roundRobin' }, maxRounds };
}

/** Starts an execution of these steps and opens its page. */
async function openExecution(name: string, root: Root): Promise<{ page: Page; executionId: string }> {
  const workflow = await scene.client.workflows.create({ name, root });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'Shall we?');
  return { page: await scene.open(`/executions/${executionId}`), executionId };
}

test('a person says something in a running chat, under no name of another, and the next round reads it', async () => {
  const { page, executionId } = await openExecution('Talk', chatOfTwo('talk', 2));
  await transcript(page).getByText('I', { exact: true }).waitFor();
  const message = page.getByRole('textbox', { name: 'Message to the chat' });
  await message.fill('Mind the price');
  await page.getByRole('textbox', { name: 'Say it as' }).fill('bob');
  await page.getByRole('alert').filter({ hasText: 'bob is a participant' }).waitFor();
  expect(await page.getByRole('button', { name: 'Say it' }).isDisabled()).toBe(true);
  await page.getByRole('textbox', { name: 'Say it as' }).fill('Carla');
  await message.press('Enter');

  await transcript(page).getByText('is read before the next round').waitFor();
  expect(await message.inputValue()).toBe('');
  await scene.fake.release('ada');
  await status(page, 'Completed').waitFor();
  await transcript(page).getByText('The price is fine.').first().waitFor();
  expect(await transcript(page).getByText('Mind the price').count()).toBe(1);
  expect(await transcript(page).getByText('is read before the next round').count()).toBe(0);
  expect(await message.count()).toBe(0);
  const said = (await scene.client.executions.messages(executionId)).items.find(({ agent }) => agent === 'Carla');
  expect(said?.text).toBe('Mind the price');
});

test('graph and timeline show who speaks, who has spoken and how often, and lead to what was said', async () => {
  const { page } = await openExecution('Table', chatOfTwo('table', 3));
  await transcript(page).getByText('I', { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Graph' }).click();
  const node = (text: RegExp) => page.locator('.react-flow__node').filter({ hasText: text });
  await node(/^ada.*speaking$/).waitFor();
  await node(/^bob.*0 messages$/).waitFor();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.getByRole('link', { name: /^ada, model call 1: in flight/ }).waitFor();

  await scene.fake.release('table');
  await status(page, 'Completed').waitFor();
  const answered = page.getByRole('link', { name: /model call 1: answered/ });
  await answered.nth(2).waitFor();
  expect((await answered.all()).length).toBe(3);
  await page.getByRole('tab', { name: 'Graph' }).click();
  await node(/^ada.*2 messages$/).waitFor();
  await node(/^bob.*1 message$/).waitFor();
  await node(/groupChat/)
    .getByRole('link')
    .click();
  await page.waitForURL('**#step-table');
  await transcript(page).getByText('I open.').first().waitFor();
});

test('what a chat refuses goes back to where it was written, with the reason', async () => {
  const { page } = await openExecution('Short talk', {
    id: 'brief',
    type: 'groupChat',
    participants: [{ id: 'ada', agent: ada }],
    manager: { type: 'roundRobin' },
    maxRounds: 1,
  });
  await page.route('**/messages', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 409,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'about:blank',
            title: 'No',
            status: 409,
            detail: 'No groupChat of this execution runs now',
            code: 'no_running_chat',
            requestId: 'r',
          }),
        })
      : route.fallback(),
  );
  const message = page.getByRole('textbox', { name: 'Message to the chat' });
  await message.fill('Too late');
  await message.press('Enter');

  await page.getByRole('alert').filter({ hasText: 'No groupChat of this execution runs now' }).waitFor();
  expect(await message.inputValue()).toBe('Too late');
  expect(await page.getByRole('article').filter({ hasText: 'Too late' }).count()).toBe(0);
  expect(scene.takeOffences()).toEqual([expect.stringContaining('409')]);
  await scene.fake.release('brief');
});

test('an event is sent to the step that waits for it, and one ahead of the step that will', async () => {
  const { page, executionId } = await openExecution('Delivery', {
    id: 'all',
    type: 'sequential',
    steps: [
      { id: 'paid', type: 'wait', event: 'invoice paid' },
      { id: 'shipped', type: 'wait', event: 'goods shipped' },
    ],
  });
  await page.getByRole('link', { name: 'Waits for the event invoice paid' }).waitFor();
  await page.getByRole('button', { name: 'Send an event' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Which event' }).selectOption('goods shipped');
  await dialog.getByText('Nobody waits for it yet').waitFor();
  await dialog.getByRole('textbox', { name: 'Text' }).fill('By sea');
  await dialog.getByRole('button', { name: 'Send the event' }).click();
  await dialog.getByText('It was accepted').waitFor();
  await page.keyboard.press('Escape');

  const place = page.getByRole('region', { name: 'Waits for invoice paid' });
  await place.getByRole('textbox', { name: 'Payload' }).fill('{amount}');
  await place.getByRole('button', { name: 'Send the event' }).click();
  await place.getByText('This is no JSON').waitFor();
  await place.getByRole('textbox', { name: 'Payload' }).fill('{"amount": "120.00"}');
  await place.getByRole('button', { name: 'Send the event' }).click();

  await status(page, 'Completed').waitFor();
  expect(await page.getByRole('button', { name: 'Send an event' }).count()).toBe(0);
  const { items } = await scene.client.executions.events(executionId);
  const outputs = items.flatMap((event) => (event.type === 'stepCompleted' ? [[event.stepPath, event.output?.text]] : []));
  expect(outputs.slice(0, 2)).toEqual([
    ['all/paid', '{"amount":"120.00"}'],
    ['all/shipped', 'By sea'],
  ]);
});

test('what began to wait far before the end of a very long feed is shown, and ends when it gets what it waits for', async () => {
  const workflow = await scene.client.workflows.create({
    name: 'Far back',
    root: {
      id: 'both',
      type: 'concurrent',
      branches: [
        { id: 'go', type: 'wait', event: 'go on' },
        { id: 'sign', type: 'approval', prompt: 'Sign it?' },
      ],
      onFailure: 'fail',
      aggregate: { type: 'collect' },
    },
  });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'x');
  for await (const item of scene.client.executions.watch(executionId)) {
    if (item.type === 'event' && item.event.type === 'statusChanged' && item.event.status === 'waiting') break;
  }
  lengthenFeed(scene.studio.dataFolder, executionId, 1_500);
  const page = await scene.open(`/executions/${executionId}`);
  await page.getByText('This execution is long').waitFor();
  await page.getByRole('link', { name: 'Waits for a decision' }).waitFor();
  await page.getByRole('link', { name: 'Waits for the event go on' }).waitFor();
  await transcript(page).getByText('Sign it?').waitFor();
  await transcript(page).getByRole('button', { name: 'Send the event' }).click();
  await page.getByRole('link', { name: 'Waits for the event go on' }).waitFor({ state: 'detached' });
  await transcript(page).getByRole('button', { name: 'Approve' }).click();
  await status(page, 'Completed').waitFor();
});

test('the timeline of a very long chat has the turn that is under way, and a call far back can be forked behind', async () => {
  const workflow = await scene.client.workflows.create({ name: 'Long talk', root: chatOfTwo('far', 2) });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'x');
  for await (const item of scene.client.executions.watch(executionId))
    if (item.type === 'delta' && item.delta.stepPath === 'far/bob#1') break;
  lengthenFeed(scene.studio.dataFolder, executionId, 1_500);
  const page = await scene.open(`/executions/${executionId}?tab=timeline`);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('button', { name: 'Open far/bob' }).click();
  await timeline.getByRole('img', { name: /^far\/bob#1: running, / }).waitFor();
  await page.goto(`/executions/${executionId}?call=${encodeURIComponent('far/ada#1:m1')}`);
  const call = page.getByRole('complementary', { name: 'Call' });
  await call.getByRole('button', { name: 'Fork here, after superstep 1 (far/ada#1)' }).click();
  await page.getByText('Forked after superstep 1 of').waitFor();
  await scene.fake.release('far');
  await scene.client.executions.result(executionId);
});

test('a paused execution makes no further call until it is resumed', async () => {
  const { page, executionId } = await openExecution('Two steps', {
    id: 'all',
    type: 'sequential',
    steps: [
      { id: 'first', type: 'agent', agent: ada },
      { id: 'second', type: 'agent', agent: bob },
    ],
  });
  await transcript(page).getByText('First.').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  await status(page, 'Paused').waitFor();
  await scene.fake.release('first');
  await page.getByRole('region', { name: 'Calls and attempts' }).getByText('answered').waitFor();
  expect((await scene.client.executions.attempts(executionId)).items).toHaveLength(1);

  await page.getByRole('button', { name: 'Resume' }).click();
  await status(page, 'Completed').waitFor();
  expect((await scene.client.executions.attempts(executionId)).items).toHaveLength(2);
});

test('the bars of a budget show what is spent, what is reserved for the call in flight, and the threshold', async () => {
  await scene.client.organizationBudget.set({ calls: 1_000 });
  const workflow = await scene.client.workflows.create({
    name: 'With a budget',
    budget: { calls: 4, time: '1h', warnAt: 0.5 },
    root: {
      id: 'all',
      type: 'sequential',
      steps: [
        { id: 'plan', type: 'agent', agent: ada },
        { id: 'spend', type: 'agent', agent: bob },
      ],
    },
  });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'Shall we?');
  const page = await scene.open(`/executions/${executionId}?tab=usage`);
  const reads = (text: string) => page.locator(`[role=meter][aria-label=Calls][aria-valuetext="${text}"]`).waitFor();
  await reads('1 of 4 used, 1 reserved for calls in flight, warning at 50 %');
  await page.getByRole('meter', { name: 'Time' }).waitFor();
  await page.getByRole('region', { name: 'All executions' }).getByRole('meter', { name: 'Calls' }).waitFor();
  await page.getByRole('row', { name: 'Ada' }).waitFor();

  await scene.fake.release('spend');
  await reads('2 of 4 used, warning at 50 %');
  await page.getByRole('row', { name: 'Bob' }).waitFor();
  await page.goto('/executions');
  await page.getByRole('region', { name: 'This month' }).getByRole('meter', { name: 'Calls' }).waitFor();
  await scene.client.organizationBudget.remove();
});

test('the inspector tells every attempt of a call, why it came to another, and the raw request and response', async () => {
  const { page } = await openExecution('Ask again', { id: 'again', type: 'agent', agent: ada });
  await status(page, 'Completed').waitFor();
  await page.getByRole('region', { name: 'Calls and attempts' }).getByRole('link', { name: 'again' }).click();

  const call = page.getByRole('complementary', { name: 'Call' });
  await call.getByText('again after a pause of').waitFor();
  await call.getByText('http_503').first().waitFor();
  const [first, second] = [1, 2].map((number) => call.getByRole('listitem').filter({ hasText: `Attempt ${number}` })) as [Locator, Locator];
  await first.getByText('failed').waitFor();
  await second.getByText('answered').waitFor();
  await second.getByText(/at most .* tokens in/).waitFor();
  await second.getByText('Raw request and response').click();
  await second.getByText('As it was sent, byte for byte.').waitFor();
  await second.getByText('Request: POST').click();
  await second.getByRole('region', { name: 'Request: POST' }).getByText('Shall we?').waitFor();
  await second.getByText('Response: 200').click();
  await second.getByRole('region', { name: 'Response: 200' }).getByText('At last.').waitFor();
  await call.getByText('What it saw').click();
  await call.getByText('instructions', { exact: true }).waitFor();
});

const inbox = (page: Page, name: string) => page.getByRole('article').filter({ hasText: name });

test('a tool call is approved in the inbox with edited arguments, and both stay to be seen', async () => {
  const clerk = await scene.client.agents.create({
    name: 'Clerk',
    tools: ['text_statistics'],
    approvals: [{ tool: 'text_statistics', assignees: ['role:finance'], timeout: '1h', onTimeout: 'reject' }],
  });
  const { page, executionId } = await openExecution('Desk', { id: 'desk', type: 'agent', agent: clerk.id });
  await page.getByRole('link', { name: 'Waits for a decision' }).waitFor();
  await page.goto('/inbox');
  const card = inbox(page, 'Desk');
  await card.getByText('role:finance').waitFor();
  await card.getByText(/left/).waitFor();
  await card.getByRole('button', { name: 'Change the arguments' }).click();
  await card.getByRole('textbox', { name: 'Text' }).fill('One two three.');
  const changed = card.getByRole('region', { name: 'What was changed' });
  await changed.locator('ins').first().waitFor();
  await card.getByRole('textbox', { name: 'Comment' }).fill('Rather this');
  await card.getByRole('button', { name: 'Approve with the changes' }).click();
  await card.waitFor({ state: 'detached' });

  await scene.client.executions.result(executionId);
  const result = (await scene.client.executions.messages(executionId)).items.find(({ role }) => role === 'tool');
  expect(result?.text).toContain('"words":3');
  await page.getByRole('link', { name: 'Decided' }).click();
  await card.getByText('Approved by').waitFor();
  await card.getByText('Rather this').waitFor();
  expect(await changed.locator('ins').allTextContents()).toEqual([' two three']);
  await card.getByRole('link', { name: 'Desk' }).click();
  await page.waitForURL(`**/executions/${executionId}?call=**`);
  await page.getByRole('complementary', { name: 'Call' }).getByText('text_statistics').first().waitFor();
});

test('a form is answered where it is asked, in the execution; what is missing stands at its field', async () => {
  const form = { type: 'object', properties: { amount: { type: 'integer', title: 'Amount', maximum: 100 } }, required: ['amount'] };
  const { page, executionId } = await openExecution('Sign off', { id: 'sign', type: 'approval', prompt: 'How much?', form });
  const card = transcript(page).getByRole('article').filter({ hasText: 'How much?' });
  await card
    .getByRole('textbox', { name: 'Amount' })
    .or(card.getByRole('spinbutton', { name: 'Amount' }))
    .fill('500');
  await card.getByRole('button', { name: 'Approve' }).click();
  await card.getByRole('alert').filter({ hasText: '100' }).first().waitFor();
  expect((await scene.client.executions.get(executionId)).status).toBe('waiting');
  // Chromium's own line about the answer 400; nothing else.
  expect(scene.takeOffences()).toEqual([expect.stringContaining('400')]);
  await card
    .getByRole('spinbutton', { name: 'Amount' })
    .or(card.getByRole('textbox', { name: 'Amount' }))
    .fill('50');
  await card.getByRole('button', { name: 'Approve' }).click();

  await status(page, 'Completed').waitFor();
  await transcript(page).getByText('Approved by').waitFor();
  const [decided] = (await scene.client.approvals.list({ executionId, status: ['approved'] })).items;
  expect(decided?.decision).toMatchObject({ decision: 'approve', form: { amount: 50 } });
});

test('several requests are decided together, with one comment, and the count in the title goes down', async () => {
  const names = ['Leave of Ada', 'Leave of Bob'];
  const executions = await Promise.all(
    names.map(async (name) => {
      const workflow = await scene.client.workflows.create({
        name,
        root: { id: 'ask', type: 'approval', prompt: `May ${name} be granted?` },
      });
      return (await scene.client.workflows.execute(workflow.id, 'Please')).executionId;
    }),
  );
  const page = await scene.open('/inbox');
  // What led there, and the decision in place, are one click away.
  await inbox(page, 'Leave of Ada').getByRole('link', { name: 'Leave of Ada' }).click();
  await transcript(page).getByText('May Leave of Ada be granted?').waitFor();
  await transcript(page).getByRole('button', { name: 'Approve' }).waitFor();
  await page.goBack();
  for (const name of names) await page.getByRole('checkbox', { name: `Choose the request of ${name}` }).check();
  const count = async () => Number(/\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  const before = await count();
  await page.getByRole('textbox', { name: 'Comment on all of them' }).fill('Enjoy it');
  await page.getByRole('button', { name: 'Approve 2' }).click();

  for (const id of executions)
    expect(await scene.client.executions.result(id)).toMatchObject({ status: 'completed', output: { text: 'Enjoy it' } });
  for (const name of names) await inbox(page, name).waitFor({ state: 'detached' });
  await page.waitForFunction(`Number(/\\((\\d+)\\)/.exec(document.title)?.[1] ?? 0) <= ${before - 2}`);
});
