import { createActivities } from '../../activities/create-activities';
import { limits } from '../../contracts/limits';
import { createLogger } from '../../runtime/create-logger';
import { createDataFolder } from '../../runtime/data-folder';
import { createFileBlobStore } from '../../stores/file-blob-store';
import { createUnixSocketPublisher } from '../../stores/live/unix-socket-publisher';
import { createSqliteDefinitionStore } from '../../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../../stores/sqlite/execution-store';
import { createSqliteLimitStore } from '../../stores/sqlite/limit-store';
import { openDatabase } from '../../stores/sqlite/open-database';
import { countStoreWrites } from '../count-store-writes';
import { createInstantModel } from '../instant-model';
import { runBenchWorker } from '../run-bench-worker';

/** The product's worker, part by part, but for the model. */
runBenchWorker(async ({ dataFolder }) => {
  const folder = createDataFolder(dataFolder);
  const logger = createLogger({ name: 'bench', level: 'warn' });
  const database = await openDatabase(folder.database);
  const { store, writes } = countStoreWrites(createSqliteExecutionStore(database, createFileBlobStore(folder.blobs)));
  const activities = createActivities({
    executions: store,
    definitions: createSqliteDefinitionStore(database),
    models: [createInstantModel()],
    defaultModel: { provider: 'none', name: 'none' },
    tools: [],
    limits: limits.parse({}),
    limitStore: createSqliteLimitStore(database),
    live: createUnixSocketPublisher({ folder: folder.path, logger }),
    logger,
    worker: `bench-${process.pid}`,
    timeouts: { firstByte: 30_000, idle: 30_000, tool: 60_000 },
  });
  return { activities, countWrites: () => writes };
});
