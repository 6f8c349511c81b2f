import { readRunFile } from '../../runtime/run-file';
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

test('the example is there and one execution of it was started, once', async () => {
  const list = async (what: string) => (await (await fetch(`${studio.url}/api/v1/${what}`)).json()) as { items: { name: string }[] };

  expect((await list('agents')).items).toHaveLength(3);
  expect((await list('workflows')).items.map(({ name }) => name)).toEqual(['Research, write, review']);
  expect((await list('executions')).items).toHaveLength(1);
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

test('a killed supervisor leaves only Temporal, which the next one uses', async () => {
  const { temporal, worker, api, instance } = studio.run();
  await studio.kill('supervisor');
  await waitGone(worker?.pid ?? 0);
  await waitGone(api?.pid ?? 0);
  expect(commandLine(temporal?.pid ?? 0)).not.toBe('');

  studio = await studio.startAgain();

  expect(studio.run()).toMatchObject({ temporal, instance });
});

test('everything killed at once is started again, and the example is not started twice', async () => {
  await studio.kill('all');
  studio = await studio.startAgain();

  const { items } = (await (await fetch(`${studio.url}/api/v1/executions`)).json()) as { items: object[] };
  expect(items).toHaveLength(1);
});

test('SIGTERM ends all within ten seconds and says so in run.json', async () => {
  const { worker, api, temporal, instance } = studio.run();

  expect(await studio.stop()).toBeLessThan(10_000);

  for (const part of [worker, api, temporal]) {
    expect(commandLine(part?.pid ?? 0)).toBe('');
  }
  expect(readRunFile(`${studio.dataFolder}/run.json`)).toEqual({
    instance,
    url: null,
    supervisor: null,
    temporal: null,
    worker: null,
    api: null,
  });
});
