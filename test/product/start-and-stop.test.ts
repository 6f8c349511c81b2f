import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { commandLine } from '../../supervisor/inspect-process';
import { waitGone } from '../harness/processes';
import { spawnSupervisor } from '../harness/spawn-supervisor';
import { startStudio, type TestStudio } from '../harness/studio';

let studio: TestStudio;

beforeAll(async () => {
  studio = await startStudio();
});

afterAll(() => studio?.cleanUp());

/** The execution that the first start began. */
async function findExample() {
  const client = createClient({ url: studio.url });
  const workflows = (await client.workflows.list()).items;
  const executions = (await client.executions.list()).items;
  expect([workflows.length, executions.length]).toEqual([1, 1]);
  expect(executions[0]?.workflowId).toBe(workflows[0]?.id);
  return { client, execution: executions[0] as (typeof executions)[number] };
}

/** Runs a supervisor that should not come up; what it wrote. */
async function expectRefusal(...given: Parameters<typeof spawnSupervisor>): Promise<string> {
  const refused = spawnSupervisor(...given);
  await waitUntil(() => refused.exitCode() !== null, 30_000, 'A supervisor that should refuse runs on');
  expect(refused.exitCode()).toBe(1);
  return refused.output().trim();
}

test('the first start makes an example workflow and runs it on the scripted model', async () => {
  const { client, execution } = await findExample();
  expect(['queued', 'running']).toContain(execution.status);
  expect(await client.studio()).toMatchObject({ model: 'scripted/demo', development: true });
});

test('run.json says what runs where, to nobody else', () => {
  const path = join(studio.dataFolder, 'run.json');
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  const run = studio.run();
  expect(run).toMatchObject({
    instance: expect.any(String),
    url: studio.url,
    temporal: { address: expect.stringMatching(/^127\.0\.0\.1:\d+$/), namespace: 'agent-studio', uiUrl: expect.stringMatching(/^http:/) },
  });
  for (const part of [run.worker, run.api]) expect(commandLine(part?.pid ?? 0)).toContain(studio.dataFolder);
  expect(commandLine(run.temporal?.pid ?? 0)).toContain(studio.dataFolder);
});

test('a second Studio on the same folder is refused in one sentence, and the first lives on', async () => {
  const refusal = await expectRefusal(studio.dataFolder);
  expect(refusal).toMatch(/^Another Studio .* is running on the data folder .*\.$/);
  expect(refusal.split('\n')).toHaveLength(1);
  expect((await fetch(new URL('/ready', studio.url))).status).toBe(200);
});

test('a port that was asked for and is taken is an error', async () => {
  const { port } = new URL(studio.url);
  const refusal = await expectRefusal(join(studio.dataFolder, 'another'), { STUDIO_PORT: port });
  expect(refusal).toContain(`Port ${port} is taken`);
});

test('Ctrl-C ends everything in order, and the next start goes on with what ran and makes no second example', async () => {
  const before = await findExample();
  const run = studio.run();
  const supervisor = run.supervisor?.pid ?? 0;
  // As a terminal does it: to the whole group.
  process.kill(-supervisor, 'SIGINT');
  await waitGone(supervisor);
  for (const part of [run.worker, run.api, run.temporal]) expect(commandLine(part?.pid ?? 0)).toBe('');
  // It is the last thing that an orderly end does; one that took too long never comes to it.
  expect(studio.run()).toEqual({ instance: run.instance, url: null, supervisor: null, temporal: null, worker: null, api: null });

  studio = await studio.startAgain({ STUDIO_SCRIPTED_DELAY: '0' });
  const { client, execution } = await findExample();
  expect(execution.id).toBe(before.execution.id);
  expect(await client.executions.result(execution.id)).toMatchObject({ status: 'completed' });
});
