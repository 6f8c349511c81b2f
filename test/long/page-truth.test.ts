import type { Page } from 'playwright-core';
import { type PageScene, startPageScene } from '../browser/page-scene';
import { readShown } from '../browser/read-shown';
import { type Relay, startRelay } from '../product/relay';

jest.setTimeout(120_000);

const toWords = (name: string) => Array.from({ length: 30 }, (_, index) => `${name}${index + 1}`);
const WORDS = toWords('truth');
const COLOURS = ['red', 'green', 'blue'];

let scene: PageScene;
let relay: Relay;

beforeAll(async () => {
  scene = await startPageScene([
    ...['network', 'sleep', 'tab', 'parts'].map((gate) => ({
      when: { lastMessageIncludes: gate },
      behaviour: { text: WORDS.join(' '), hold: { gate, at: { pieces: 10 } } },
    })),
    ...COLOURS.map((gate) => ({
      when: { lastMessageIncludes: gate },
      behaviour: { text: toWords(gate).join(' '), tokenDelayMs: 30, hold: { gate, at: { pieces: 5 } } },
    })),
  ]);
  relay = await startRelay(() => new URL(scene.studio.url).host);
}, 120_000);

afterAll(async () => {
  await relay?.close();
  await scene?.end();
});

afterEach(() => scene.closePages());

const transcript = (page: Page) => page.getByRole('region', { name: 'Transcript' });

/** Starts an execution that stops at a gate; the path of its page. */
async function start(gate: string): Promise<string> {
  const agent = await scene.client.agents.create({ name: `Truth ${gate}` });
  const workflow = await scene.client.workflows.create({ name: `Truth ${gate}`, root: { id: 'say', type: 'agent', agent: agent.id } });
  const { executionId } = await scene.client.workflows.execute(workflow.id, gate);
  return `/executions/${executionId}`;
}

/** An execution that has stopped at its tenth word, on a page behind a network that can be cut. */
async function openInMidStream(gate: string): Promise<{ page: Page; path: string }> {
  const path = `http://${relay.address}${await start(gate)}`;
  const page = await scene.open(path);
  await transcript(page).getByText('truth10').waitFor();
  return { page, path };
}

/** It has ended, and every word is there once. */
async function expectWhole(page: Page, words = WORDS): Promise<void> {
  await page.getByRole('status').filter({ hasText: 'Completed' }).first().waitFor();
  // The row may tell of the end before the feed is there again.
  await transcript(page)
    .getByText(words.at(-1) ?? '')
    .waitFor();
  const shown = await readShown(transcript(page));
  expect(shown.match(/\b(truth|red|green|blue)\d+/g)).toEqual(words);
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

test('what is opened for the first time while the network is lost opens by itself when it is back', async () => {
  const { page } = await openInMidStream('parts');
  relay.cut();
  await page.getByText(/^Reconnecting, as of/).waitFor();
  await page.getByText(/^No answer from the server, as of \d\d:\d\d:\d\d$/).waitFor();
  // However wide it is, that leaves room for the way to every room.
  for (const width of [360, 900, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const cut = await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('list')
      .evaluate((list) => list.scrollWidth - list.clientWidth);
    expect({ width, cut }).toEqual({ width, cut: 0 });
  }
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('status', { name: 'Loading: Events' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByText('Waiting for the server').waitFor();
  relay.mend();
  await page.getByRole('option', { name: 'Inbox' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Events' }).getByText('executionStarted').waitFor();
  await page.getByText('No answer from the server').waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Transcript' }).click();
  await scene.fake.release('parts');
  await expectWhole(page);
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
  expect((await readShown(transcript(other))).match(/\btruth\d+/g)).toEqual(WORDS.slice(0, 10));
  await scene.fake.release('tab');
  await Promise.all([expectWhole(page), expectWhole(other)]);
});

test('several executions stream at once, each in its tab; a tab that goes from one to the next mixes nothing', async () => {
  const paths = await Promise.all(COLOURS.map(start));
  const tabs = await Promise.all(paths.map((path) => scene.open(path)));
  const wanderer = await scene.open(paths[0] as string);
  for (const [index, page] of [...tabs, wanderer].entries())
    await transcript(page)
      .getByText(`${COLOURS[index % COLOURS.length]}5`, { exact: false })
      .waitFor();

  await Promise.all(COLOURS.map((gate) => scene.fake.release(gate)));
  // As by back and forward: another address, and the page is not loaded anew.
  for (const path of [...paths, ...paths, ...paths, paths[1] as string])
    await wanderer.evaluate(
      `new Promise((resolve) => {
        history.pushState({ key: String(Math.random()) }, '', ${JSON.stringify(path)});
        dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
        setTimeout(resolve, 60);
      })`,
    );
  await Promise.all(tabs.map((page, index) => expectWhole(page, toWords(COLOURS[index] as string))));
  await expectWhole(wanderer, toWords('green'));
});

test('a theme that is chosen in one tab is shown in the others', async () => {
  const [one, other] = [await scene.open('/executions'), await scene.open('/inbox')];
  const choose = async (name: string, where: Page, seen: Page) => {
    await where.getByRole('button', { name }).click();
    await seen.getByRole('button', { name, pressed: true }).waitFor();
    return seen.evaluate<string | undefined>('document.documentElement.dataset.theme');
  };
  await other.getByRole('heading', { level: 1 }).waitFor();
  expect(await choose('Dark theme', one, other)).toBe('dark');
  expect(await choose('Light theme', other, one)).toBe('light');
  expect(await choose("The system's theme", one, other)).toBeUndefined();
});

test('a room that the server has no more says so, with what a report needs, and is there when the page is loaded again', async () => {
  const page = await scene.open('/executions');
  await page.getByRole('heading', { level: 1, name: 'Executions' }).waitFor();
  await page.route('**/assets/*', (route) => route.abort());
  await page.getByRole('link', { name: 'Workflows' }).click();
  await page.getByRole('alert').getByText('The server has another version of this part').waitFor();
  const report = await page.getByRole('region', { name: 'What is told of it' }).textContent();
  expect(report).toMatch(/^MissingPart: The server has another version.*\nBecause of TypeError: .*\nAddress: \/workflows\n/s);
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Load it again' }).click();
  await page.getByRole('link', { name: 'New workflow' }).waitFor();
});
