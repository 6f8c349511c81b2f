import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Activities } from '../contracts/activities';
import { connectTemporalWorker } from '../runtime/connect-temporal';
import { exitWithSupervisor, reportReady } from '../runtime/supervised';
import { createWorker } from '../workers/create-worker';
import type { StoreWrites } from './count-store-writes';

/** What `startBenchWorker` hands to its process, as JSON in the first argument. */
export interface BenchWorkerSettings {
  address: string;
  namespace: string;
  taskQueue: string;
  /** Made before, for a bundler in the process would count as the worker's memory. */
  workflowBundle: { codePath: string };
  /** The product's data folder; bare workers keep nothing. */
  dataFolder: string;
}

export interface BenchWorkerParts {
  activities: Activities;
  /** Store writes of this process so far. */
  countWrites(): StoreWrites;
}

/** The main of a bench worker: the product's worker settings, for whichever workflows and activities it is given. */
export function runBenchWorker(createParts: (settings: BenchWorkerSettings) => Promise<BenchWorkerParts>): void {
  run(createParts).catch((error: unknown) => {
    process.stderr.write(`The bench worker cannot go on: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
}

async function run(createParts: (settings: BenchWorkerSettings) => Promise<BenchWorkerParts>): Promise<void> {
  const settings = JSON.parse(process.argv[2] ?? '') as BenchWorkerSettings;
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
  });
  const { activities, countWrites } = await createParts(settings);
  const connection = await connectTemporalWorker(settings.address);
  const worker = await createWorker({
    connection,
    namespace: settings.namespace,
    taskQueue: settings.taskQueue,
    identity: `bench-${process.pid}`,
    activities,
    workflowBundle: settings.workflowBundle,
  });
  const ended = worker.run();
  process.on('message', () => process.send?.({ type: 'writes', writes: countWrites() }));
  exitWithSupervisor(async () => {
    worker.shutdown();
    await ended;
    await connection.close();
  });
  reportReady();
  await ended;
}
