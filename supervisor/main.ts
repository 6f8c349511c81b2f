import './require-node';

import { type Config, readConfig } from '../contracts/config';
import type { OpenExecution } from '../contracts/ports/row-store';
import { EXAMPLES } from '../examples';
import { createLogger } from '../runtime/create-logger';
import { createDataFolder } from '../runtime/data-folder';
import { readLimits } from '../runtime/read-limits';
import { buildAll } from '../scripts/build-all';
import { createFileBlobStore } from '../stores/file-blob-store';
import { createSqliteExecutionStore } from '../stores/sqlite/execution-store';
import { openDatabase } from '../stores/sqlite/open-database';
import { FatalError } from './fatal-error';
import { findTemporal } from './find-temporal';
import { quietOnTerminal } from './quiet-on-terminal';
import { createStudio, type StudioAddresses } from './studio';

/** The contract gives 10 s; what is left then is what the system will not end. */
const STOP_MS = 9_700;
/** Open executions asked for at a time. */
const PAGE = 200;

async function main(): Promise<void> {
  const env = quietOnTerminal(process.env, process.stderr.isTTY);
  const config = readConfiguration(env);
  const log = createLogger({ name: 'supervisor', level: config.STUDIO_LOG_LEVEL });
  const studio = createStudio({
    config,
    env,
    build: () => buildAll({ onPageError: (err) => log.error({ err }, 'The page could not be built; run "npm run build" to see why') }),
    findTemporal: () => findTemporal(),
    prepareData: () => prepareData(config),
    listOpen: () => listOpen(config),
    examples: EXAMPLES,
    announce,
    log,
  });

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      setTimeout(() => process.exit(1), STOP_MS);
      await studio.stop();
      process.exit(0);
    })();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, stop);
  }
  try {
    await studio.start();
  } catch (error) {
    // A start that was interrupted is no error.
    if (stopping === undefined) {
      await studio.stop();
      throw error;
    }
  }
}

function announce({ url, temporalUi }: StudioAddresses): void {
  const lines = [`Agent Studio  ${url}`, `API docs      ${url}/docs`, ...(temporalUi === null ? [] : [`Temporal UI   ${temporalUi}`])];
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

/** Migrates the database, so that the children never do it at the same time and find nothing that they must refuse. */
async function prepareData(config: Config): Promise<void> {
  try {
    const database = await openDatabase(createDataFolder(config.STUDIO_DATA).database);
    await database.close();
  } catch (error) {
    throw new FatalError((error as Error).message, { cause: error });
  }
}

/** Asked for only when a worker has died, so the store is opened for that and closed again. */
async function listOpen(config: Config): Promise<OpenExecution[]> {
  const folder = createDataFolder(config.STUDIO_DATA);
  const database = await openDatabase(folder.database);
  try {
    const store = createSqliteExecutionStore(database, createFileBlobStore(folder.blobs));
    const open: OpenExecution[] = [];
    let page: OpenExecution[];
    do {
      page = await store.listOpen(PAGE, open.at(-1)?.executionId);
      open.push(...page);
    } while (page.length === PAGE);
    return open;
  } finally {
    await database.close();
  }
}

function readConfiguration(env: NodeJS.ProcessEnv): Config {
  try {
    const config = readConfig(env);
    // The worker reads them; a mistake in them is told before anything starts.
    readLimits(config);
    return config;
  } catch (error) {
    throw new FatalError((error as Error).message, { cause: error });
  }
}

main().catch((error: Error) => {
  const text = error instanceof FatalError ? error.message : `Agent Studio cannot start: ${error.stack}`;
  if (text !== '') {
    process.stderr.write(`${text}\n`);
  }
  process.exit(1);
});
