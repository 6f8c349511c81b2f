import type { Worker } from '@temporalio/worker';
import { createActivities } from '../activities/create-activities';
import { createModelProviders, resolveDefaultModel } from '../activities/models';
import { createTools } from '../activities/tools';
import { readConfig } from '../contracts/config';
import type { Logger } from '../contracts/ports/logger';
import { connectTemporalWorker } from '../runtime/connect-temporal';
import { createLogger } from '../runtime/create-logger';
import { createDataFolder } from '../runtime/data-folder';
import { followTemporalWorker } from '../runtime/follow-temporal';
import { loadPrices } from '../runtime/load-prices';
import { loadWorkflowBundle } from '../runtime/load-workflow-bundle';
import { prepareNamespace } from '../runtime/prepare-namespace';
import { readLimits } from '../runtime/read-limits';
import { resolveTemporal } from '../runtime/resolve-temporal';
import { toWorkerVersion, useFirstBuild } from '../runtime/worker-versions';
import { createFileBlobStore } from '../stores/file-blob-store';
import { createUnixSocketPublisher } from '../stores/live/unix-socket-publisher';
import { createSqliteDefinitionStore } from '../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../stores/sqlite/execution-store';
import { createSqliteLimitStore } from '../stores/sqlite/limit-store';
import { openDatabase } from '../stores/sqlite/open-database';
import { createWorker } from './create-worker';

const TOOL_TIMEOUT_MS = 60_000;

export interface ComposedWorker {
  worker: Worker;
  logger: Logger;
  /** True when this build gets work or has learned that another does; false: ask again. For workers with a build id. */
  useFirstBuild?(): Promise<boolean>;
  /** Lets what runs finish, then closes everything. Call it once `worker.run()` was called. */
  close(ended: Promise<void>): Promise<void>;
}

/**
 * A worker with our activities, put together from the environment (README, configuration). Another program gives it
 * workflows of its own: their `workflowsPath`, and a `taskQueue` that is not ours.
 */
export async function composeWorker(own?: { workflowsPath: string; taskQueue: string }): Promise<ComposedWorker> {
  const config = readConfig(process.env);
  const logger = createLogger({ name: 'worker', level: config.STUDIO_LOG_LEVEL });
  const folder = createDataFolder(config.STUDIO_DATA);
  const tools = await createTools(config);
  const limits = readLimits(config);
  const prices = loadPrices(config.STUDIO_PRICES);
  const bundle = own === undefined ? loadWorkflowBundle() : undefined;
  const { address, namespace } = resolveTemporal(config, folder);
  await prepareNamespace(config, logger);
  const connection = await connectTemporalWorker(address);
  const database = await openDatabase(folder.database);
  const blobs = createFileBlobStore(folder.blobs);
  const live = createUnixSocketPublisher({ folder: folder.path, logger });
  const identity = `worker-${process.pid}`;
  const models = createModelProviders(config);
  const activities = createActivities({
    executions: createSqliteExecutionStore(database, blobs),
    definitions: createSqliteDefinitionStore(database),
    models,
    defaultModel: resolveDefaultModel(config, models),
    prices,
    tools,
    limits,
    limitStore: createSqliteLimitStore(database),
    live,
    logger,
    worker: identity,
    timeouts: { firstByte: config.STUDIO_FIRST_BYTE_TIMEOUT, idle: config.STUDIO_IDLE_TIMEOUT, tool: TOOL_TIMEOUT_MS },
  });
  // Workflows of somebody's own have builds of their own.
  const version = own === undefined ? toWorkerVersion(config) : undefined;
  const worker = await createWorker({ connection, namespace, activities, identity, version, workflowBundle: await bundle, ...own });
  const stopFollowing = followTemporalWorker(worker, (known) => resolveTemporal(config, folder, known), logger);
  return {
    worker,
    logger,
    ...(version && { useFirstBuild: () => useFirstBuild(connection, namespace, version) }),
    async close(ended) {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
      stopFollowing();
      await live.close();
      await worker.connection?.close();
      await database.close();
    },
  };
}
