import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities';
import { createModelProviders } from '../activities/models';
import { createTools, ToolFolderError } from '../activities/tools';
import { readConfig } from '../contracts/config';
import { connectTemporalWorker } from '../runtime/connect-temporal';
import { createLogger } from '../runtime/create-logger';
import { createDataFolder } from '../runtime/data-folder';
import { loadWorkflowBundle } from '../runtime/load-workflow-bundle';
import { resolveTemporal } from '../runtime/resolve-temporal';
import { EXIT_CONFIGURATION, exitWithSupervisor, reportReady } from '../runtime/supervised';
import { createFileBlobStore } from '../stores/file-blob-store';
import { createUnixSocketPublisher } from '../stores/live/unix-socket-publisher';
import { createSqliteDefinitionStore } from '../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../stores/sqlite/execution-store';
import { openDatabase } from '../stores/sqlite/open-database';
import { createWorker } from './create-worker';

const TOOL_TIMEOUT_MS = 60_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger({ name: 'worker', level: config.STUDIO_LOG_LEVEL });
  Runtime.install({
    shutdownSignals: [],
    // A step that fails is no news for the log; only what the SDK calls an error is.
    logger: new DefaultLogger('ERROR', ({ message, meta }) => logger.error({ sdk: meta }, message)),
  });
  const folder = createDataFolder(config.STUDIO_DATA);
  const tools = await createTools(config);
  const bundle = loadWorkflowBundle();
  const { address, namespace } = resolveTemporal(config, folder);
  const connection = await connectTemporalWorker(address);

  const database = await openDatabase(folder.database);
  const blobs = createFileBlobStore(folder.blobs);
  const live = createUnixSocketPublisher({ folder: folder.path, logger });
  const identity = `worker-${process.pid}`;
  const activities = createActivities({
    executions: createSqliteExecutionStore(database, blobs),
    definitions: createSqliteDefinitionStore(database),
    models: createModelProviders(config),
    tools,
    live,
    logger,
    worker: identity,
    timeouts: { firstByte: config.STUDIO_FIRST_BYTE_TIMEOUT, idle: config.STUDIO_IDLE_TIMEOUT, tool: TOOL_TIMEOUT_MS },
  });
  const worker = await createWorker({
    connection,
    namespace,
    activities,
    identity,
    workflowBundle: await bundle,
  });

  const ended = worker.run();
  const shutdown = async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await ended;
    await live.close();
    await connection.close();
    await database.close();
  };
  const stop = () =>
    shutdown().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  exitWithSupervisor(shutdown);
  reportReady();
  await ended;
}

function fail(error: unknown): never {
  process.stderr.write(`The worker cannot go on: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ToolFolderError ? EXIT_CONFIGURATION : 1);
}

main().catch(fail);
