import { Context } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { connectTemporalClient } from '../../runtime/connect-temporal';
import { recoverWorker } from '../../supervisor/recover-worker';
import { startTestTemporal, type TestTemporal } from '../harness/temporal-server';

const QUEUE = 'recover-worker';
let server: TestTemporal;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
  server = await startTestTemporal();
});

afterAll(async () => {
  await server.stop();
});

/** A worker whose first attempts hang for as long as it lives and whose second ones answer. */
async function startWorker(identity: string, onFirstAttempt: () => void) {
  const connection = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection,
    namespace: server.namespace,
    taskQueue: QUEUE,
    identity,
    workflowsPath: require.resolve('./workflows/one-call.ts'),
    shutdownGraceTime: 0,
    activities: {
      call: async () => {
        if (Context.current().info.attempt > 1) {
          return 'the second attempt';
        }
        onFirstAttempt();
        await Context.current().cancelled;
      },
    },
  });
  const ended = worker.run();
  return async () => {
    worker.shutdown();
    await ended;
    await connection.close();
  };
}

test('attempts that a dead worker had begun are made again at once, those of others go on', async () => {
  const temporal = connectTemporalClient({ address: server.address, namespace: server.namespace });
  const lines: object[] = [];
  const log = {
    debug() {},
    info: (fields: object) => void lines.push(fields),
    warn: (fields: object) => void lines.push(fields),
    error() {},
  };
  let begun: () => void = () => {};
  const firstAttempt = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const stop = await startWorker('worker-1', () => begun());
  const handle = await temporal.client.workflow.start('oneCall', { taskQueue: QUEUE, workflowId: 'lost' });
  await firstAttempt;
  const recover = (identity: string) =>
    recoverWorker({
      connection: temporal.connection,
      namespace: server.namespace,
      identity,
      // Executions that Temporal does not know, or no longer, are no reason to stop.
      listOpen: async () => [{ executionId: 'never-started' }, { executionId: 'lost' }],
      log,
    });

  await recover('worker-2');
  expect(lines.at(-1)).toMatchObject({ worker: 'worker-2', attempts: 0 });
  expect((await handle.describe()).raw.pendingActivities?.[0]?.attempt).toBe(1);

  await recover('worker-1');
  expect(lines.at(-1)).toMatchObject({ worker: 'worker-1', attempts: 1 });
  await expect(handle.result()).resolves.toBe('the second attempt');

  await stop();
  await temporal.close();
});

test('a server that is away makes it give up with a line in the log, not throw', async () => {
  const { connection, close } = connectTemporalClient({ address: '127.0.0.1:1', namespace: 'nowhere' }, undefined, { retry: false });
  const warnings: object[] = [];
  const log = { debug() {}, info() {}, warn: (fields: object) => void warnings.push(fields), error() {} };

  await recoverWorker({ connection, namespace: 'nowhere', identity: 'worker-1', listOpen: async () => [{ executionId: 'any' }], log });

  expect(warnings).toEqual([expect.objectContaining({ worker: 'worker-1', attempts: 0 })]);
  await close();
});
