import { DefaultLogger, Runtime } from '@temporalio/worker';
import { ToolFolderError } from '../activities/tools';
import { readConfig } from '../contracts/config';
import { createLogger } from '../runtime/create-logger';
import { PricesError } from '../runtime/load-prices';
import { EXIT_CONFIGURATION, exitWithSupervisor, reportReady } from '../runtime/supervised';
import { waitUntil } from '../runtime/wait-until';
import { OWN_STACK_FRAMES } from '../runtime/worker-flags';
import { composeWorker } from './compose-worker';

/** How long the first build of a deployment tries to become the current one. */
const FIRST_BUILD_MS = 60_000;

async function main(): Promise<void> {
  Error.stackTraceLimit = OWN_STACK_FRAMES;
  const logger = createLogger({ name: 'worker', level: readConfig(process.env).STUDIO_LOG_LEVEL });
  Runtime.install({
    shutdownSignals: [],
    // A step that fails is no news for the log; only what the SDK calls an error is.
    logger: new DefaultLogger('ERROR', ({ message, meta }) => logger.error({ sdk: meta }, message)),
  });
  const { worker, close, useFirstBuild } = await composeWorker();
  const ended = worker.run();
  if (useFirstBuild !== undefined) {
    // The server learns of a build by its first poll.
    waitUntil(useFirstBuild, FIRST_BUILD_MS, 'Temporal does not know this build', 250).catch((err: unknown) =>
      logger.warn({ err }, 'No build gets new executions until one is chosen: npm run use-build'),
    );
  }
  const stop = () =>
    close(ended).then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  exitWithSupervisor(() => close(ended));
  reportReady();
  await ended;
}

function fail(error: unknown): never {
  process.stderr.write(`The worker cannot go on: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ToolFolderError || error instanceof PricesError ? EXIT_CONFIGURATION : 1);
}

main().catch(fail);
