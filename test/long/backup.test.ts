import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../runtime/project-root';
import { openDatabase } from '../../stores/sqlite/open-database';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { type ReadExecution, readExecution } from '../product/read-execution';

jest.setTimeout(240_000);

const LONG = 'word '.repeat(20_000).trim();

let folder: string;
let scene: ProductScene;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studio-backup-'));
  mkdirSync(join(folder, 'data'));
  scene = await startProductScene({ dataFolder: join(folder, 'data') });
});

afterAll(async () => {
  await scene?.end();
  rmSync(folder, { recursive: true, force: true });
});

/** What `npm run backup -- <file>` and `npm run restore -- <file>` run; returns what they say. */
async function run(script: 'backup' | 'restore', name: string): Promise<string> {
  const env = { ...process.env, STUDIO_DATA: scene.studio.dataFolder, INIT_CWD: folder };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, name], {
    cwd: projectRoot(),
    env,
  });
  return stdout;
}

/** A backup is seldom younger than a minute, and for so long the sweeper waits before it takes an execution for lost. */
async function makeOlder(): Promise<void> {
  const database = await openDatabase(join(scene.studio.dataFolder, 'studio.db'));
  const at = Date.now() - 3_600_000;
  await database.write(() =>
    database.statement('UPDATE executions SET startedAt = ?, startedMs = ? WHERE endedAt IS NULL').run([new Date(at).toISOString(), at]),
  );
  await database.close();
}

/** The whole data folder is gone, and then what the backup holds is there. */
async function destroyAndRestore(name: string, prepare = async () => {}): Promise<string> {
  rmSync(scene.studio.dataFolder, { recursive: true });
  const said = await run('restore', name);
  await prepare();
  await scene.startAgain();
  return said;
}

test('a Studio that is destroyed and restored has everything, and works', async () => {
  const row = await scene.createRow('Backed up', ['one', 'two']);
  await scene.fake.setBehaviour([
    { when: { callIncludes: 'row/two', countAtMost: 1 }, behaviour: { hold: { gate: 'open', at: { pieces: 1 } } } },
    { when: {}, behaviour: { text: LONG } },
  ]);
  const open = (await scene.client.workflows.execute(row.id, 'open')).executionId;
  await scene.fake.waitFor(({ held }) => held.open === 1);
  await scene.fake.setBehaviour({ text: LONG });
  const done = (await scene.client.workflows.execute(row.id, 'done')).executionId;
  await scene.client.executions.result(done);
  const before = await readExecution(scene.client, done);
  expect(before.messages.some(({ text }) => text === LONG)).toBe(true);
  const agents = await scene.client.agents.list({ limit: 200 });

  const expectEverything = async (expected: ReadExecution) => {
    const after = await readExecution(scene.client, done);
    expect(after.messages.map(({ text }) => text === LONG)).toEqual(expected.messages.map(({ text }) => text === LONG));
    expect({ ...after, messages: [] }).toEqual({ ...expected, messages: [] });
    expect(await scene.client.agents.list({ limit: 200 })).toEqual(agents);
  };
  const expectToWork = async () => {
    const { executionId } = await scene.client.workflows.execute(row.id, 'again');
    expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', output: { text: LONG } });
    await scene.check(executionId);
  };

  expect(await run('backup', 'running.tar.gz')).toContain("without Temporal's database");
  await scene.studio.stop();
  expect(await run('backup', 'stopped.tar.gz')).toContain("with Temporal's database");

  // Taken while nothing ran: what was open goes on, and what it had bought is not bought again.
  expect(await destroyAndRestore('stopped.tar.gz')).toContain('go on');
  await expectEverything(before);
  expect(await scene.client.executions.result(open)).toMatchObject({ status: 'completed', usage: { calls: 2 } });
  const { calls } = await scene.check(open);
  expect(calls['row/one:m1']).toMatchObject({ requests: 1 });
  await expectToWork();
  await scene.studio.stop();

  // Taken while it ran: what was open is lost, and says so.
  expect(await destroyAndRestore('running.tar.gz', makeOlder)).toContain('engine_lost');
  await expectEverything(before);
  expect(await scene.client.executions.result(open)).toMatchObject({ status: 'failed', error: { code: 'engine_lost' } });
  await expectToWork();
});
