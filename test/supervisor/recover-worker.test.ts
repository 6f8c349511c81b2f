import { Context } from '@temporalio/activity';
import type { Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { connectTemporalClient, type TemporalClient } from '../../runtime/connect-temporal';
import { recoverWorker } from '../../supervisor/recover-worker';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

const QUEUE = 'recover-worker';
let server: TestTemporal;
let temporal: TemporalClient;
let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ logger, telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
  workflowBundle = await bundleWorkflowCode({ workflowsPath: require.resolve('./workflows/one-call.ts'), logger });
  server = await startTestTemporal();
  temporal = connectTemporalClient({ address: server.address, namespace: server.namespace });
});

afterAll(async () => {
  await temporal?.close();
  await server?.stop();
});

/** Something that happens once. */
function createMoment() {
  let come: () => void = () => {};
  const came = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { came, come };
}

/** A worker whose first attempts hang for as long as it lives, and whose later ones answer when they may. */
async function startWorker(mayAnswer: Promise<void> = Promise.resolve()) {
  const [first, second] = [createMoment(), createMoment()];
  const connection = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection,
    namespace: server.namespace,
    taskQueue: QUEUE,
    identity: 'worker-1',
    workflowBundle,
    shutdownGraceTime: 0,
    activities: {
      call: async () => {
        const { attempt } = Context.current().info;
        if (attempt === 1) {
          first.come();
          await Context.current().cancelled;
        }
        second.come();
        await mayAnswer;
        return `attempt ${attempt}`;
      },
    },
  });
  const ended = worker.run();
  return {
    first: first.came,
    second: second.came,
    async stop() {
      worker.shutdown();
      await ended;
      await connection.close();
    },
  };
}

/** What the supervisor does when a worker dies, and the line that it writes about it. */
async function recover(identity: string, options: Partial<Parameters<typeof recoverWorker>[0]> = {}) {
  const { connection } = temporal;
  const lines: object[] = [];
  const log = { debug() {}, info: (line: object) => void lines.push(line), warn: (line: object) => void lines.push(line), error() {} };
  // Executions that Temporal does not know, or no longer, are no reason to stop.
  const listOpen = async () => [{ executionId: 'never-started' }, { executionId: 'lost' }];
  await recoverWorker({ connection, sendOnce: connection, namespace: server.namespace, identity, listOpen, log, ...options });
  return lines.at(-1);
}

test('attempts that a dead worker had begun are made again at once, those of others go on', async () => {
  const worker = await startWorker();
  const handle = await temporal.client.workflow.start('oneCall', { taskQueue: QUEUE, workflowId: 'lost' });
  await worker.first;

  expect(await recover('worker-2')).toMatchObject({ worker: 'worker-2', attempts: 0 });
  expect((await handle.describe()).raw.pendingActivities?.[0]?.attempt).toBe(1);

  expect(await recover('worker-1')).toMatchObject({ worker: 'worker-1', attempts: 1, left: 0 });
  await expect(handle.result()).resolves.toBe('attempt 2');
  await worker.stop();
});

test('an attempt that Temporal began meanwhile is not failed in the place of the dead one, however slow the machine is', async () => {
  const release = createMoment();
  const worker = await startWorker(release.came);
  const options = { heartbeatTimeoutMs: 600, initialIntervalMs: 1 };
  const handle = await temporal.client.workflow.start('oneCall', { taskQueue: QUEUE, workflowId: 'slow', args: [options] });
  await worker.first;
  const { connection } = temporal;
  const { workflowService } = connection;
  const respond: typeof workflowService.respondActivityTaskFailedById = workflowService.respondActivityTaskFailedById.bind(workflowService);
  const slow = {
    withDeadline: connection.withDeadline.bind(connection),
    workflowService: {
      respondActivityTaskFailedById: async (request: Parameters<typeof respond>[0]) => {
        await worker.second;
        return respond(request);
      },
    },
  } as unknown as Connection;

  const line = await recover('worker-1', { sendOnce: slow, listOpen: async () => [{ executionId: 'slow' }] });
  expect(line).toMatchObject({ attempts: 0, left: 1 });
  await worker.second;
  release.come();
  await expect(handle.result()).resolves.toBe('attempt 2');
  await worker.stop();
});

test('an attempt that began after the death belongs to another process of that number', async () => {
  const worker = await startWorker();
  const listOpen = async () => {
    await temporal.client.workflow.start('oneCall', { taskQueue: QUEUE, workflowId: 'later' });
    await worker.first;
    return [{ executionId: 'later' }];
  };
  expect(await recover('worker-1', { listOpen })).toMatchObject({ attempts: 0, left: 0 });
  await worker.stop();
});

test('a server that is away makes it give up with a line in the log, not throw', async () => {
  const { connection, close } = connectTemporalClient({ address: '127.0.0.1:1', namespace: 'nowhere' }, undefined, { retry: false });
  const line = await recover('worker-1', { connection, sendOnce: connection, namespace: 'nowhere' });
  expect(line).toMatchObject({ worker: 'worker-1', attempts: 0, err: expect.any(Error) });
  await close();
});
