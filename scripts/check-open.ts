import { resolve } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { readConfig } from '../contracts/config';
import { TASK_QUEUE } from '../contracts/constants';
import { connectTemporalClient, withTemporalDeadline } from '../runtime/connect-temporal';
import { createDataFolder } from '../runtime/data-folder';
import { loadWorkflowBundle } from '../runtime/load-workflow-bundle';
import { projectRoot } from '../runtime/project-root';
import { resolveTemporal } from '../runtime/resolve-temporal';
import { checkOpen, type Finding } from './check-open/check-open';
import { readArguments } from './check-open/read-arguments';

/** Some executions would break; the check could not be made, or not of all. */
const EXIT = { breaking: 1, unchecked: 2 };

/** `npm run check-open` (docs/operations.md). */
async function main(): Promise<number> {
  const { address, namespace, taskQueue = TASK_QUEUE, build, limit } = readArguments(process.argv.slice(2));
  const config = readConfig(process.env);
  const found = address === undefined ? resolveTemporal(config, createDataFolder(config.STUDIO_DATA)) : undefined;
  const temporal = {
    address: address ?? found?.address ?? '',
    namespace: namespace ?? found?.namespace ?? config.TEMPORAL_NAMESPACE,
  };
  // A history that does not fit is no news for the log; it is in the result.
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR', () => undefined), telemetryOptions: QUIET });
  const root = build === undefined ? projectRoot() : resolve(process.env.INIT_CWD ?? '.', build);
  const bundle = await loadWorkflowBundle(root);
  const { client, connection, close } = connectTemporalClient(temporal);
  try {
    await withTemporalDeadline(connection, () => connection.workflowService.describeNamespace({ namespace: temporal.namespace }));
    const { fitting, skipped, breaking, unchecked } = await checkOpen({ client, taskQueue, bundle, limit });
    for (const finding of breaking) tell('would break', finding);
    for (const finding of unchecked) tell('not checked', finding);
    process.stdout.write(
      `${fitting} open executions fit this build, ${breaking.length} would break, ${unchecked.length} could not be checked, ${skipped} had nothing to check\n`,
    );
    if (breaking.length > 0) return EXIT.breaking;
    return unchecked.length > 0 ? EXIT.unchecked : 0;
  } finally {
    await close();
  }
}

const QUIET = { logging: { filter: 'OFF', forward: {} } };

function tell(what: string, { executionId, type, reason }: Finding): void {
  process.stdout.write(`${what}: ${executionId} (${type}): ${reason}\n`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`The open executions could not be checked: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(EXIT.unchecked);
  },
);
