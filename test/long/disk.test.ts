import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../runtime/project-root';
import { waitUntil } from '../../runtime/wait-until';
import { mountSmallDisk, type SmallDisk, whyNoSmallDisk } from '../harness/small-disk';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { readExecution } from '../product/read-execution';

jest.setTimeout(180_000);

const CALL = 'row/one:m1';

/** Tests on a real disk; where none can be mounted they are skipped, and say why. */
function testOn(kind: 'tmpfs' | 'ext4', name: string, body: (disk: SmallDisk) => Promise<void>): void {
  const reason = whyNoSmallDisk(kind);
  if (reason !== null) console.info(`Skipped "${name}": ${reason}`);
  (reason === null ? test : test.skip)(name, async () => {
    const disk = mountSmallDisk(kind, 48);
    try {
      await body(disk);
    } finally {
      await scene?.end();
      disk.remove();
    }
  });
}

let scene: ProductScene;

/** The whole product, Temporal's database too, on the disk. */
async function startOn(disk: SmallDisk): Promise<void> {
  scene = await startProductScene({ dataFolder: disk.path });
  await scene.fake.setBehaviour([
    { when: { callIncludes: CALL, countAtMost: 1 }, behaviour: { text: 'a b c d', hold: { gate: disk.path, at: { pieces: 2 } } } },
    { when: {}, behaviour: { text: 'a b c d' } },
  ]);
}

function createAgent(name: string, length = 60_000): Promise<Response> {
  return fetch(new URL('/api/v1/agents', scene.studio.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': name },
    body: JSON.stringify({ name, instructions: 'x'.repeat(length) }),
  });
}

/** An execution whose first call waits in the middle of its answer. */
async function executeToMidStream(disk: SmallDisk): Promise<string> {
  const row = await scene.createRow('On a small disk', ['one', 'two']);
  const { executionId } = await scene.client.workflows.execute(row.id, 'hello');
  await scene.fake.waitFor(({ held }) => held[disk.path] === 1);
  return executionId;
}

/** In a process of its own: the library lets go of a file only with the last of its statements. */
function expectIntact(dataFolder: string): void {
  const check = `new (require('libsql'))(process.argv[1], { readonly: true }).prepare('PRAGMA integrity_check').all([])`;
  const args = ['-p', `JSON.stringify(${check})`, join(dataFolder, 'studio.db')];
  const output = execFileSync(process.execPath, args, { cwd: projectRoot(), encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([{ integrity_check: 'ok' }]);
}

testOn('tmpfs', 'a full disk: 507, everything can be read, and all of it goes on when there is room again', async (disk) => {
  await startOn(disk);
  const executionId = await executeToMidStream(disk);
  const worker = scene.studio.run().worker?.pid;
  disk.fill();

  // Some pages may still be free inside the database, and where a long text does not fit a short one may.
  let refused: Response | undefined;
  for (const length of [60_000, 1]) {
    refused = undefined;
    for (let n = 0; n < 100 && refused === undefined; n++) {
      const answer = await createAgent(`agent-${length}-${n}`, length);
      if (answer.status !== 201) refused = answer;
    }
  }
  expect(refused?.status).toBe(507);
  expect(await refused?.json()).toMatchObject({ code: 'insufficient_storage' });
  const before = await scene.client.agents.list({ limit: 200 });
  expect(await scene.client.executions.get(executionId)).toMatchObject({ status: 'running' });
  expect((await fetch(new URL('/health', scene.studio.url))).status).toBe(200);

  // The answer comes and cannot be written down; then even its worker dies.
  await scene.fake.release(disk.path);
  await scene.fake.waitFor(({ calls }) => calls[`${executionId}/${CALL}`]?.completed === 1);
  expect(await scene.client.executions.get(executionId)).toMatchObject({ status: 'running', usage: { calls: 0 } });
  await scene.studio.kill('worker');
  expect((await createAgent('still-full')).status).toBe(507);
  expect(await scene.client.agents.list({ limit: 200 })).toEqual(before);

  disk.free();
  expect(await scene.studio.waitForWorker(worker)).not.toBe(worker);
  await waitUntil(async () => (await createAgent('still-full')).status === 201, 30_000, 'No agent could be created');
  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', usage: { calls: 2 } });
  await scene.check(executionId);
  await scene.studio.stop();
  expectIntact(disk.path);
});

testOn('ext4', 'a disk that becomes read-only: 503, everything can be read, and after the repair it all goes on', async (disk) => {
  await startOn(disk);
  const executionId = await executeToMidStream(disk);
  expect((await createAgent('before')).status).toBe(201);
  // Temporal's database is not synced at every commit (decision 0010): without this its last commits may be lost.
  disk.sync();
  disk.makeReadOnly();
  const refused = await createAgent('after');
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'store_unavailable' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await scene.client.agents.list()).items.map(({ name }) => name)).toContain('before');
  expect(await scene.client.executions.get(executionId)).toMatchObject({ status: 'running' });

  await scene.studio.kill('all');
  await disk.mountAgain();
  expectIntact(disk.path);
  await scene.startAgain();
  expect((await scene.client.agents.list()).items.map(({ name }) => name)).toContain('before');
  expect((await createAgent('after')).status).toBe(201);
  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', usage: { calls: 2 } });
  const { events } = await readExecution(scene.client, executionId);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, position) => position + 1));
  expect(events.at(-1)).toMatchObject({ type: 'executionEnded', status: 'completed' });
});
