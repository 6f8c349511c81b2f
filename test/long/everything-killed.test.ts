import type { Workflow } from '../../client';
import { waitUntil } from '../../runtime/wait-until';
import { commandLine } from '../../supervisor/inspect-process';
import { waitGone } from '../harness/processes';
import type { Checked } from '../product/check-promises';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { toTranscript } from '../product/read-execution';

let scene: ProductScene;
let row: Workflow;

beforeAll(async () => {
  scene = await startProductScene();
  row = await scene.createRow('Everything killed', ['one', 'two', 'three']);
});

afterAll(() => scene?.end());

/** An execution whose second call hangs in mid-stream at its first attempt. */
async function executeToMidStream(gate: string): Promise<string> {
  await scene.fake.setBehaviour([
    { when: { callIncludes: 'row/two:m1', countAtMost: 1 }, behaviour: { hold: { gate, at: { pieces: 2 } } } },
  ]);
  const { executionId } = await scene.client.workflows.execute(row.id, 'Why is the sky blue?');
  await scene.fake.waitFor(({ held }) => held[gate] === 1);
  return executionId;
}

/** The execution completes, what was finished before is not bought again, and the call in flight at most once. */
async function expectOneCallAgain(executionId: string): Promise<Checked> {
  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', error: null });
  const checked = await scene.check(executionId);
  expect(checked.calls['row/one:m1']).toMatchObject({ requests: 1 });
  expect(checked.calls['row/two:m1']).toMatchObject({ requests: 2, completed: 1 });
  expect(checked.calls['row/three:m1']).toMatchObject({ requests: 1 });
  expect(checked.execution.usage).toMatchObject({ calls: 3, wastedCalls: 1 });
  expect(toTranscript(checked.messages)).toHaveLength(6);
  return checked;
}

test('kill -9 of the supervisor leaves only Temporal, which the next start takes over and goes on with what ran', async () => {
  const executionId = await executeToMidStream('supervisor');
  const before = scene.studio.run();
  await scene.studio.kill('supervisor');
  await Promise.all([waitGone(before.worker?.pid ?? 0), waitGone(before.api?.pid ?? 0)]);
  expect(commandLine(before.temporal?.pid ?? 0)).not.toBe('');
  await scene.startAgain();

  const after = scene.studio.run();
  expect(after.instance).toBe(before.instance);
  expect(after.temporal).toEqual(before.temporal);
  await expectOneCallAgain(executionId);
});

test('kill -9 of everything at once: the next start goes on and buys nothing finished twice', async () => {
  const executionId = await executeToMidStream('everything');
  const before = scene.studio.run();
  await scene.studio.kill('all');
  await scene.startAgain();

  expect(scene.studio.run().temporal?.pid).not.toBe(before.temporal?.pid);
  const { attempts } = await expectOneCallAgain(executionId);
  expect(attempts.filter(({ callId }) => callId === 'row/two:m1').map(({ status }) => status)).toEqual(['lost', 'succeeded']);
});

test('the Temporal server hangs and is killed: the API says so, then the execution and a refused start go on', async () => {
  const executionId = await executeToMidStream('temporal');
  const pid = scene.studio.run().temporal?.pid;
  await scene.studio.kill('temporal', 'SIGSTOP');
  await waitUntil(async () => !(await fetch(new URL('/ready', scene.studio.url))).ok, 20_000, 'The API did not notice');
  const execute = () =>
    fetch(new URL(`/api/v1/workflows/${row.id}/execute`, scene.studio.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'while Temporal is away'.replaceAll(' ', '-') },
      body: JSON.stringify({ input: 'hello' }),
      // The contract's 5 s and some for a busy machine; nothing waits for ever.
      signal: AbortSignal.timeout(15_000),
    });
  const [start, ready] = await Promise.all([execute(), fetch(new URL('/ready', scene.studio.url))]);
  expect(start.status).toBe(503);
  expect(start.headers.get('retry-after')).not.toBeNull();
  expect(await start.json()).toMatchObject({ code: 'engine_unavailable', status: 503 });
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'unavailable', missing: ['engine'] });
  const listed = async () => (await scene.client.executions.list({ workflowId: row.id })).items.map(({ id }) => id);
  const before = await listed();

  await scene.studio.kill('temporal');
  await scene.fake.release('temporal');
  await waitUntil(
    async () => scene.studio.run().temporal?.pid !== pid && (await fetch(new URL('/ready', scene.studio.url))).ok,
    30_000,
    'The Temporal server did not come back',
  );
  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed' });
  const { calls, execution } = await scene.check(executionId);
  expect(calls['row/one:m1']).toMatchObject({ requests: 1 });
  expect(execution.usage).toMatchObject({ calls: 3 });
  expect(execution.usage.wastedCalls).toBeLessThanOrEqual(1);

  const again = await execute();
  expect(again.status).toBe(202);
  const { executionId: late } = (await again.json()) as { executionId: string };
  expect(await listed()).toEqual([late, ...before]);
  expect(await scene.client.executions.result(late)).toMatchObject({ status: 'completed' });
  await scene.check(late);
});
