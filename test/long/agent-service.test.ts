import { createClient, type WatchItem } from '../../client';
import { feedEvent } from '../../contracts/feed-events';
import { readEvents } from '../api/harness/event-reader';
import { startStudio, type TestStudio } from '../harness/studio';

let studio: TestStudio;
beforeAll(async () => {
  studio = await startStudio({ env: { STUDIO_SCRIPTED_DELAY: '20' } });
});
afterAll(() => studio.cleanUp());

const definition = { name: 'Poet', instructions: 'Answer in one verse.' };
const client = () => createClient({ url: studio.url });

it('runs an unsaved agent to its end, and leaves a durable execution without a workflow', async () => {
  const result = await client().agents.execute({ definition, input: 'tides' });
  expect(result).toMatchObject({ status: 'completed', output: { text: expect.stringMatching(/\S/) }, error: null, usage: { calls: 1 } });
  expect(await client().executions.get(result.executionId)).toMatchObject({ workflowId: null, name: 'Poet', output: result.output });
});

it('runs a saved agent by its name, once for one key', async () => {
  const agent = await client().agents.create({ name: 'Saved poet', instructions: 'Answer in one verse.' });
  const run = () => client().agents.execute({ agent: 'Saved poet', input: 'tides' }, { idempotencyKey: 'once' });
  const [first, second] = await Promise.all([run(), run()]);
  expect(second).toEqual(first);
  expect((await client().executions.list({ limit: 200 })).items.filter(({ name }) => name === agent.name)).toHaveLength(1);
});

it('streams the feed and the text of an agent while it writes', async () => {
  const reader = await readEvents(`${studio.url}/agents/stream`, { method: 'POST', body: { definition, input: 'the sea' } });
  await reader.end();
  const feed = reader.events.filter(({ id }) => id !== undefined);
  expect(feed.map(({ id }) => Number(id))).toEqual(feed.map((_, index) => index + 1));
  for (const { data } of feed) feedEvent.parse(data);
  expect(feed[0]).toMatchObject({ event: 'executionStarted', data: { executionId: expect.stringMatching(/^exe_/) } });
  expect(feed.at(-1)).toMatchObject({ event: 'executionEnded', data: { status: 'completed' } });
  const deltas = reader.events.filter(({ event }) => event === 'delta').map(({ data }) => data.text);
  const message = feed.findLast(({ event }) => event === 'messageAdded')?.data as unknown as { message: { text: string } };
  expect(deltas.length).toBeGreaterThan(1);
  expect(message.message.text).toContain(deltas.join(''));
});

it('follows an agent through the client', async () => {
  const items: WatchItem[] = [];
  for await (const item of client().agents.stream({ definition, input: 'ebb' })) items.push(item);
  const events = items.flatMap((item) => (item.type === 'event' ? [item.event.type] : []));
  expect([events[0], events.at(-1)]).toEqual(['executionStarted', 'executionEnded']);
});

it('calls a tool, and serves its catalogue, its document and the viewer', async () => {
  const result = await client().tools.execute('text_statistics', { text: 'Twice a day the sea comes.' });
  expect(result).toMatchObject({ words: 6 });
  expect((await client().tools.list()).items.map(({ id }) => id)).toContain('text_statistics');
  expect((await client().models.list()).items).toContainEqual(expect.objectContaining({ provider: 'scripted', configured: true }));
  for (const path of ['/openapi.json', '/docs', '/docs/swagger-ui-bundle.js'])
    expect((await fetch(`${studio.url}${path}`)).status).toBe(200);
});
