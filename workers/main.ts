import { DefaultLogger, Runtime } from '@temporalio/worker';
import { ToolFolderError } from '../activities/tools';
import { readConfig } from '../contracts/config';
import { createLogger } from '../runtime/create-logger';
import { EXIT_CONFIGURATION, exitWithSupervisor, reportReady } from '../runtime/supervised';
import { composeWorker } from './compose-worker';

async function main(): Promise<void> {
  const logger = createLogger({ name: 'worker', level: readConfig(process.env).STUDIO_LOG_LEVEL });
  Runtime.install({
    shutdownSignals: [],
    // A step that fails is no news for the log; only what the SDK calls an error is.
    logger: new DefaultLogger('ERROR', ({ message, meta }) => logger.error({ sdk: meta }, message)),
  });
  const { worker, close } = await composeWorker();
  const ended = worker.run();
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
  process.exit(error instanceof ToolFolderError ? EXIT_CONFIGURATION : 1);
}

main().catch(fail);
