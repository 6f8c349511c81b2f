import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../runtime/project-root';
import { waitUntil } from '../../runtime/wait-until';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';
import { type ProductScene, startProductScene } from '../product/product-scene';
import { readPages } from '../product/read-execution';
import { type Relay, startRelay } from '../product/relay';

let temporal: TestTemporal;
let relay: Relay;
let scene: ProductScene;
let secondWorker: ChildProcess | undefined;

/** All of the product but the model reaches Temporal through the relay. */
beforeAll(async () => {
  temporal = await startTestTemporal();
  relay = await startRelay(() => temporal.address);
  scene = await startProductScene({ env: { TEMPORAL_ADDRESS: relay.address, STUDIO_HEARTBEAT_TIMEOUT: '2s', STUDIO_IDLE_TIMEOUT: '10m' } });
});

afterAll(async () => {
  if (secondWorker !== undefined && secondWorker.exitCode === null) {
    secondWorker.kill('SIGKILL');
    await once(secondWorker, 'exit');
  }
  await scene?.end();
  await relay?.close();
  await temporal?.stop();
});

/** What `npm run worker` runs, on the same data and the same Temporal server. */
function startSecondWorker(): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'workers/main.ts', scene.studio.dataFolder], {
    cwd: projectRoot(),
    stdio: 'ignore',
    env: {
      ...process.env,
      STUDIO_DATA: scene.studio.dataFolder,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      OPENAI_BASE_URL: scene.fake.url,
    },
  });
}

function isAnswered(executionId: string, callId: string): () => Promise<boolean> {
  return async () => (await scene.client.executions.messages(executionId)).items.some((message) => message.callId === callId);
}

/** A machine that sleeps: its worker stands still and its connections are gone, so Temporal gives its call to another. */
async function putWorkerToSleep(): Promise<void> {
  await scene.studio.freeze('worker');
  relay.cut();
}

test('kill -9 of a worker that wrote its answer down but could not tell Temporal: the answer is not bought again', async () => {
  const callId = 'row/one:m1';
  await scene.fake.setBehaviour([{ when: { callIncludes: callId }, behaviour: { hold: { gate: 'untold', at: { pieces: 2 } } } }]);
  const row = await scene.createRow('Untold answer', ['one', 'two']);
  const { executionId } = await scene.client.workflows.execute(row.id, 'hello');
  await scene.fake.waitFor(({ held }) => held.untold === 1);

  relay.cut();
  await scene.fake.release('untold');
  await waitUntil(isAnswered(executionId, callId), 20_000, 'The answer was not written');
  await scene.studio.kill('worker');
  relay.mend();

  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', usage: { calls: 2, wastedCalls: 0 } });
  const { calls, attempts } = await scene.check(executionId);
  expect(calls[callId]).toMatchObject({ requests: 1, completed: 1 });
  expect(attempts.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
});

test('a second attempt while the first still lives: one answer stands and the late one is recorded as wasted', async () => {
  const callId = 'row/one:m1';
  await scene.fake.setBehaviour([
    { when: { callIncludes: callId, countAtMost: 1 }, behaviour: { text: 'late answer', hold: { gate: 'late', at: { pieces: 1 } } } },
    { when: { callIncludes: callId }, behaviour: { text: 'quick answer' } },
    { when: { callIncludes: 'row/two:m1' }, behaviour: { hold: { gate: 'second step', at: 'beforeFirstByte' } } },
  ]);
  const row = await scene.createRow('Second attempt', ['one', 'two']);
  const { executionId } = await scene.client.workflows.execute(row.id, 'hello');
  const attempts = () =>
    readPages((cursor) => scene.client.executions.attempts(executionId, { cursor })).then((all) =>
      all.filter((attempt) => attempt.callId === callId),
    );
  await scene.fake.waitFor(({ held }) => held.late === 1);

  await putWorkerToSleep();
  secondWorker = startSecondWorker();
  await scene.fake.waitFor(({ held }) => held['second step'] === 1, 40_000);
  expect(await attempts()).toMatchObject([
    { attempt: 1, status: 'lost', wasted: true },
    { status: 'succeeded', wasted: false },
  ]);

  await scene.fake.release('late');
  await scene.studio.kill('worker', 'SIGCONT');
  await waitUntil(async () => (await attempts())[0]?.status === 'superseded', 20_000, 'The late answer was not recorded');
  relay.mend();
  await scene.fake.release('second step');

  expect(await scene.client.executions.result(executionId)).toMatchObject({ status: 'completed', usage: { calls: 2, wastedCalls: 1 } });
  const { messages, calls } = await scene.check(executionId);
  expect(messages.filter(({ thread }) => thread === 'row/one').map(({ text }) => text)).toEqual(['hello', 'quick answer']);
  expect(calls[callId]).toMatchObject({ requests: 2, completed: 2 });
  expect((await attempts())[0]).toMatchObject({ status: 'superseded', wasted: true, estimated: false });
});
