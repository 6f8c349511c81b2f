import type { Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';
import { type Relay, startRelay } from '../product/relay';

jest.setTimeout(120_000);

const WORDS = Array.from({ length: 30 }, (_, index) => `truth${index + 1}`);

let scene: PageScene;
let relay: Relay;

beforeAll(async () => {
  scene = await startPageScene([
    ...['network', 'sleep', 'tab'].map((gate) => ({
      when: { lastMessageIncludes: gate },
      behaviour: { text: WORDS.join(' '), hold: { gate, at: { pieces: 10 } } },
    })),
  ]);
  relay = await startRelay(new URL(scene.studio.url).host);
}, 120_000);

afterAll(async () => {
  await relay?.close();
  await scene?.end();
});

afterEach(() => scene.closePages());

const transcript = (page: Page) => page.getByRole('region', { name: 'Transcript' });

/** An execution that has stopped at its tenth word, on a page behind a network that can be cut. */
async function openInMidStream(gate: string): Promise<{ page: Page; path: string }> {
  const agent = await scene.client.agents.create({ name: `Truth ${gate}` });
  const workflow = await scene.client.workflows.create({ name: `Truth ${gate}`, root: { id: 'say', type: 'agent', agent: agent.id } });
  const { executionId } = await scene.client.workflows.execute(workflow.id, gate);
  const path = `http://${relay.address}/executions/${executionId}`;
  const page = await scene.open(path);
  await transcript(page).getByText('truth10').waitFor();
  return { page, path };
}

/** It has ended, and every word is there once. */
async function expectWhole(page: Page): Promise<void> {
  await page.getByRole('status').filter({ hasText: 'Completed' }).first().waitFor();
  const shown = await transcript(page).innerText();
  expect(shown.match(/\btruth\d+/g)).toEqual(WORDS);
}

test('while the network is lost the page says as of when it is, and comes back complete by itself', async () => {
  const { page } = await openInMidStream('network');
  relay.cut();
  await page.getByText(/^Reconnecting, as of \d\d:\d\d:\d\d$/).waitFor();
  // It ends while nobody can see it.
  await scene.fake.release('network');
  const [newest] = (await scene.client.executions.list({ limit: 1 })).items;
  await scene.client.executions.result(newest?.id ?? '');
  expect(await transcript(page).getByText('truth11').count()).toBe(0);
  relay.mend();
  await expectWhole(page);
  expect(await page.getByText('Reconnecting').count()).toBe(0);
});

test('a page that slept through the end wakes up and tells it', async () => {
  const { page } = await openInMidStream('sleep');
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  relay.cut();
  await scene.fake.release('sleep');
  const [newest] = (await scene.client.executions.list({ limit: 1 })).items;
  await scene.client.executions.result(newest?.id ?? '');
  relay.mend();
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expectWhole(page);
});

test('a new tab in mid-stream shows what has been said, and both see the end', async () => {
  const { page, path } = await openInMidStream('tab');
  const other = await scene.open(path);
  await transcript(other).getByText('truth10').waitFor();
  expect((await transcript(other).innerText()).match(/\btruth\d+/g)).toEqual(WORDS.slice(0, 10));
  await scene.fake.release('tab');
  await Promise.all([expectWhole(page), expectWhole(other)]);
});
