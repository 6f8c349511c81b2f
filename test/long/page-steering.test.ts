import type { Locator, Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';

jest.setTimeout(180_000);

let scene: PageScene;
let ada: string;
let bob: string;

beforeAll(async () => {
  scene = await startPageScene([
    { when: { callIncludes: 'talk/ada#1' }, behaviour: { text: 'I begin.', hold: { gate: 'ada', at: { pieces: 1 } } } },
    { when: { callIncludes: 'talk/bob#1', lastMessageIncludes: 'the price' }, behaviour: { text: 'The price is fine.' } },
    { when: { callIncludes: 'brief/ada#1' }, behaviour: { text: 'I end.', hold: { gate: 'brief', at: { pieces: 1 } } } },
    { when: { callIncludes: 'spend:m1' }, behaviour: { text: 'Spent.', hold: { gate: 'spend', at: { pieces: 1 } } } },
    { when: { callIncludes: 'again:m1' }, behaviour: { text: 'At last.', fail: { status: 503, times: 1 } } },
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

/** Starts an execution of these steps and opens its page. */
async function openExecution(name: string, root: Root): Promise<{ page: Page; executionId: string }> {
  const workflow = await scene.client.workflows.create({ name, root });
  const { executionId } = await scene.client.workflows.execute(workflow.id, 'Shall we?');
  return { page: await scene.open(`/executions/${executionId}`), executionId };
}

test('a person says something in a running chat, under no name of another, and the next round reads it', async () => {
  const participants = [
    { id: 'ada', agent: ada },
    { id: 'bob', agent: bob },
  ];
  const { page, executionId } = await openExecution('Talk', {
    id: 'talk',
    type: 'groupChat',
    participants,
    manager: { type: 'roundRobin' },
    maxRounds: 2,
  });
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
