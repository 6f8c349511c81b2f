import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModelProviders, resolveDefaultModel } from '../activities/models';
import { createTools, ToolFolderError, toCatalogueEntry } from '../activities/tools';
import { readConfig } from '../contracts/config';
import type { TemporalAddress } from '../runtime/connect-temporal';
import { createLogger } from '../runtime/create-logger';
import { createDataFolder, type DataFolder } from '../runtime/data-folder';
import { followTemporal } from '../runtime/follow-temporal';
import { loadPrices, PricesError } from '../runtime/load-prices';
import { prepareNamespace } from '../runtime/prepare-namespace';
import { projectRoot } from '../runtime/project-root';
import { readLimits } from '../runtime/read-limits';
import { resolveTemporal } from '../runtime/resolve-temporal';
import { readRunFile } from '../runtime/run-file';
import { EXIT_CONFIGURATION, exitWithSupervisor, reportReady } from '../runtime/supervised';
import { createTemporalEngine } from '../runtime/temporal-engine';
import { createFileBlobStore } from '../stores/file-blob-store';
import { createUnixSocketSubscriber } from '../stores/live/unix-socket-subscriber';
import { createOwner } from '../stores/process-owner';
import { createSqliteDefinitionStore } from '../stores/sqlite/definition-store';
import { createSqliteExecutionStore } from '../stores/sqlite/execution-store';
import { createSqliteIdempotencyStore } from '../stores/sqlite/idempotency-store';
import { createSqliteLeaseStore } from '../stores/sqlite/lease-store';
import { openDatabase } from '../stores/sqlite/open-database';
import { createApiServer, isTaken } from './create-server';
import type { ApiDependencies } from './dependencies';
import { createNotifiers } from './notify/create-notifiers';
import { createNotificationSender } from './notify/notification-sender';
import { servePage } from './serve-page';
import { createSweeper } from './sweeper';

const LONGEST_STOP_MS = 5_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { organizations } = readLimits(config);
  const logger = createLogger({ name: 'api', level: config.STUDIO_LOG_LEVEL });
  const folder = createDataFolder(config.STUDIO_DATA);
  const tools = await createTools(config);
  const models = createModelProviders(config);
  const prices = loadPrices(config.STUDIO_PRICES);
  const blobs = createFileBlobStore(folder.blobs);
  const defaultModel = resolveDefaultModel(config, models);
  const address = resolveTemporal(config, folder);
  const temporal = followTemporal((known) => resolveTemporal(config, folder, known), `api-${process.pid}`, logger);
  const prepared = prepareNamespace(config, logger);
  const database = await openDatabase(folder.database);
  const owner = createOwner();
  const live = await createUnixSocketSubscriber({ folder: folder.path, logger });
  const dependencies: ApiDependencies = {
    definitions: createSqliteDefinitionStore(database),
    executions: createSqliteExecutionStore(database, blobs),
    idempotency: createSqliteIdempotencyStore(database, { owner }),
    leases: createSqliteLeaseStore(database, { owner }),
    engine: createTemporalEngine(temporal, {
      heartbeatTimeoutMs: config.STUDIO_HEARTBEAT_TIMEOUT,
      weightOf: (organizationId) => organizations[organizationId]?.weight ?? 1,
    }),
    live,
    tools: tools.map(toCatalogueEntry),
    toolDefinitions: tools,
    limits: { rate: config.STUDIO_RATE_LIMIT },
    models,
    defaultModel,
    prices,
    studio: describeStudio(address, folder),
    logger,
    ...(mayKillWorker() ? { killWorker: () => killWorker(folder) } : {}),
  };
  const server = createApiServer(dependencies, servePage(join(projectRoot(), 'web', 'dist')));
  const sweeper = createSweeper(dependencies, {
    intervalMs: config.STUDIO_SWEEP_INTERVAL,
    retentionMs: config.STUDIO_RETENTION,
  });

  const notifiers = createNotifiers(config);
  const sender = createNotificationSender(dependencies, notifiers);

  const shutdown = async () => {
    await Promise.all([prepared, sweeper.stop(), sender.stop(), server.close()]);
    await live.close();
    await database.close();
  };
  const stop = () => {
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    shutdown().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  exitWithSupervisor(shutdown);

  const url = await server.listen(config.STUDIO_PORT);
  sweeper.start();
  if (notifiers.length > 0) sender.start();
  process.stdout.write(`${JSON.stringify({ listening: url })}\n`);
  reportReady({ url });
}

/** The run file is read anew each time, for Temporal may have been started again elsewhere. */
function describeStudio({ namespace }: TemporalAddress, folder: DataFolder): ApiDependencies['studio'] {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return () => ({
    version,
    temporal: { namespace, uiUrl: readRunFile(folder.runFile)?.temporal?.uiUrl ?? null },
  });
}

/** Only under a supervisor, which starts another worker, and not in production. */
function mayKillWorker(): boolean {
  return process.send !== undefined && process.env.NODE_ENV !== 'production';
}

async function killWorker(folder: DataFolder): Promise<number> {
  const pid = readRunFile(folder.runFile)?.worker?.pid;
  if (pid === undefined) throw new Error('run.json names no worker; it is being started');
  process.kill(pid, 'SIGKILL');
  return pid;
}

function fail(error: unknown): never {
  if (isTaken(error)) {
    process.stderr.write(
      `STUDIO_PORT ${process.env.STUDIO_PORT} is taken by another program; choose another port or leave STUDIO_PORT out\n`,
    );
    process.exit(EXIT_CONFIGURATION);
  }
  process.stderr.write(`The API cannot go on: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ToolFolderError || error instanceof PricesError ? EXIT_CONFIGURATION : 1);
}

main().catch(fail);
