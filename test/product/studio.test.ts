import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../../client';
import { EXAMPLES } from '../../examples';
import { commandLine } from '../../supervisor/inspect-process';
import { waitGone } from '../harness/processes';
import { spawnSupervisor } from '../harness/spawn-supervisor';
import { startStudio, type TestStudio } from '../harness/studio';

jest.setTimeout(180_000);

let studio: TestStudio;

beforeAll(async () => {
  studio = await startStudio();
});

afterAll(async () => {
  await studio.cleanUp();
});

/** Runs a supervisor that is expected to refuse, and returns what it wrote. */
async function refusal(env: Record<string, string>): Promise<string> {
  const supervisor = spawnSupervisor(studio.dataFolder, env);
  expect(await supervisor.closed).toBe(1);
  return supervisor.output();
}

const NOTHING_RUNS = { url: null, supervisor: null, temporal: null, worker: null, api: null };
const ONE_SENTENCE = /^[^\n]+\n$/;

test('a second Studio on the folder is refused in one sentence and changes nothing', async () => {
  const before = studio.run();
  const output = await refusal({});

  expect(output).toMatch(ONE_SENTENCE);
  expect(output).toContain(`Another Studio (process ${before.supervisor?.pid}) is running on the data folder`);
  expect(studio.run()).toEqual(before);
});

test('a taken port and a bad variable are refused in one sentence', async () => {
  const folder = `${studio.dataFolder}/other`;
  const port = new URL(studio.url).port;

  expect(await refusal({ STUDIO_DATA: folder, STUDIO_PORT: port })).toMatch(new RegExp(`^Port ${port} is taken; [^\n]+\n$`));
  expect(await refusal({ STUDIO_DATA: folder, STUDIO_PORT: 'first' })).toMatch(/^The environment is not valid: STUDIO_PORT[^\n]+\n$/);
});

test('the examples are there and those that run at the first start were started, once', async () => {
  const client = createClient({ url: studio.url });
  const names = (definitions: { name: string }[]) => definitions.map(({ name }) => name).sort();

  expect(names((await client.agents.list({ limit: 200 })).items)).toEqual(names(EXAMPLES.agents));
  expect(names((await client.workflows.list({ limit: 200 })).items)).toEqual(names(EXAMPLES.workflows));
  expect(EXAMPLES.start).not.toEqual([]);
  const executions = (await client.executions.list({ limit: 200 })).items;
  expect(names(executions)).toEqual(EXAMPLES.start.map(({ workflow }) => workflow).sort());
});

test('the addresses are printed when it is ready, and the examples are made after that', () => {
  const printed = studio.output();
  const { temporal } = studio.run();
  const address = printed.indexOf(`\nAgent Studio  ${studio.url}\nAPI docs      ${studio.url}/docs\nTemporal UI   ${temporal?.uiUrl}\n`);
  expect(address).toBeGreaterThanOrEqual(0);
  expect(printed.indexOf('The examples are made')).toBeGreaterThan(address);
});

test('run.json says what runs where, and to nobody else', () => {
  expect((statSync(join(studio.dataFolder, 'run.json')).mode & 0o777).toString(8)).toBe('600');
  const { worker, api, temporal, ...run } = studio.run();
  expect(run).toMatchObject({ instance: expect.any(String), url: studio.url });
  expect(temporal).toMatchObject({
    address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    namespace: 'agent-studio',
    uiUrl: expect.stringMatching(/^http:/),
  });
  for (const part of [worker, api, temporal]) expect(commandLine(part?.pid ?? 0)).toContain(studio.dataFolder);
});

test('worker and API that are killed come back, the API at its address', async () => {
  const { worker, api } = studio.run();

  await studio.kill('worker');
  expect(await studio.waitForWorker(worker?.pid)).not.toBe(worker?.pid);
  await studio.kill('api');
  expect(await studio.waitForApi(api?.pid)).not.toBe(api?.pid);
});

test('a killed Temporal server comes back at its address', async () => {
  const before = studio.run().temporal;
  await studio.kill('temporal');
  await studio.waitForWorker();

  expect(studio.run().temporal).toMatchObject({ address: before?.address, uiUrl: before?.uiUrl });
  expect(studio.run().temporal?.pid).not.toBe(before?.pid);
});

test('Ctrl-C ends everything in order; the next start goes on with what ran and makes no second example', async () => {
  const client = createClient({ url: studio.url });
  // One that needs nobody.
  const example = EXAMPLES.start.find(({ workflow }) => workflow === 'Research, write, review');
  const workflows = (await client.workflows.list({ limit: 200 })).items;
  const id = workflows.find(({ name }) => name === example?.workflow)?.id ?? '';
  const { executionId } = await client.workflows.execute(id, example?.input);
  // Its first call runs.
  for await (const { type } of client.executions.watchEvents(executionId)) if (type === 'messageAdded') break;
  const { supervisor, instance } = studio.run();
  // As a terminal does it: to the whole group.
  process.kill(-(supervisor?.pid ?? 0), 'SIGINT');
  await waitGone(supervisor?.pid ?? 0);
  // The last thing that an orderly end does; one that takes longer than the contract's 10 s never comes to it.
  expect(studio.run()).toEqual({ ...NOTHING_RUNS, instance });

  studio = await studio.startAgain({ STUDIO_SCRIPTED_DELAY: '0' });
  const again = createClient({ url: studio.url });
  expect(await again.executions.result(executionId)).toMatchObject({ status: 'completed' });
  expect((await again.workflows.list({ limit: 200 })).items).toEqual(workflows);
  expect((await again.executions.list({ limit: 200 })).items).toHaveLength(EXAMPLES.start.length + 1);
});

test('SIGTERM ends all within ten seconds and says so in run.json', async () => {
  const { worker, api, temporal, instance } = studio.run();

  expect(await studio.stop()).toBeLessThan(10_000);

  for (const part of [worker, api, temporal]) {
    expect(commandLine(part?.pid ?? 0)).toBe('');
  }
  expect(studio.run()).toEqual({ ...NOTHING_RUNS, instance });
});
